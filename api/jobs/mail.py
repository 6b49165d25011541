"""Messages by mail, through apprise. The office says where: `mailto://user:password@host:port/?from=address`."""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from outreach.forms.base import is_one_address
from outreach.ports import Messages

SCHEMES = ("mailto", "mailtos")


class MailMessages:
    """Hands messages to the mail server that an address names."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)
        if self._address.scheme not in SCHEMES:
            raise ValueError("messages go out by mailto:// or mailtos://")
        # Its log names whoever gets a message.
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)

    def send(self, address: str, subject: str, text: str) -> bool:
        """Hand one message over; whether the server took it. Anything but one plain address is refused."""
        if not is_one_address(address):
            return False
        # Slow to load, and only needed by who sends.
        from apprise import Apprise, AppriseAsset, NotifyFormat  # noqa: PLC0415

        options = {**dict(parse_qsl(self._address.query)), "to": address, "format": "text", "overflow": "upstream"}
        target = urlunsplit(self._address._replace(query=urlencode(options)))
        asset = AppriseAsset(app_id="外勤排班", app_desc="外勤排班", app_url="", secure_logging=True)
        sender = Apprise(asset=asset)
        if not sender.add(target):
            return False
        return bool(sender.notify(body=text, title=subject, body_format=NotifyFormat.TEXT))


def mail_of(address: str) -> Messages | None:
    """The way that the office has set up, or `None`. Raises `ValueError` for one that is not known."""
    return MailMessages(address) if address else None

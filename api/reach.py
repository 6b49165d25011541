"""Where a served application is reached: under which names, with which certificate, from which machines."""

from __future__ import annotations

import argparse
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlmodel import Session as Records
from sqlmodel import select

from outreach.records import Office
from outreach.records.database import open_database

if TYPE_CHECKING:
    from api.steps import Session

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`hosts`: names under which others reach it, besides this machine's own. `tls`: certificate and key, PEM files.

    Without a certificate nothing but this machine is listened to: names and addresses cross no network in the clear.
    """

    port: int
    hosts: tuple[str, ...] = ()
    tls: tuple[Path, Path] | None = None

    @property
    def listens(self) -> str:
        """The address of the machine that is listened to."""
        return EVERYWHERE if self.tls else HERE

    @property
    def address(self) -> str:
        """What is typed into a browser, without the last slash."""
        scheme = "https" if self.tls else "http"
        host = self.hosts[0] if self.tls and self.hosts else HERE
        return f"{scheme}://{host}" + ("" if self.port == _PORTS[scheme] else f":{self.port}")


def reach_of(session: Session, options: argparse.Namespace) -> Reach:
    """What the command's options say. Raises `StepError` for a name that is none or a certificate that will not do."""
    hosts = tuple(dict.fromkeys(name.lower().rstrip(".") for name in getattr(options, "host", None) or ()))
    for name in hosts:
        if not _NAME.fullmatch(name):
            raise session.fail(
                "--host 要的是主機名稱，例如 roster.example.gov.tw：不要加 https://，也不要加連接埠。看不懂：{name}",
                name=name,
            )
    tls = getattr(options, "tls", None)
    if tls is not None:
        _check_certificate(session, *tls)
    return Reach(port=options.port, hosts=hosts, tls=tuple(tls) if tls else None)


def tell_reach(session: Session, reach: Reach) -> None:
    """Say where to open it, and where what the office has set does not agree with that."""
    session.say("請用瀏覽器開啟 {address}/ （按 Ctrl+C 結束）", address=reach.address)
    if reach.tls and not reach.hosts:
        session.say("現在只認得這台電腦自己的名稱。別的電腦和手機要連進來，請加上 --host 主機名稱。")
    if not reach.hosts:
        return
    if not reach.tls:
        session.say("只有這台電腦上的代理程式連得進來；對外的 HTTPS 由它提供，見 docs/serving.md。")
    for address in _addresses(session):
        if not address:
            session.say("機關設定裡還沒有網址：通知沒有連結，個人連結會用做連結的人當時的網址。請到「機關設定」填。")
        elif (urlsplit(address).hostname or "") not in reach.hosts:
            session.say(
                "機關設定裡的網址是 {address}，這次開的名稱是 {hosts}，不一樣：通知和個人連結會打不開。請改成一樣的。",
                address=address,
                hosts="、".join(reach.hosts) if session.language == "zh" else ", ".join(reach.hosts),
            )
        elif not address.startswith("https://"):
            session.say("機關設定裡的網址不是 https 開頭：手機上不能離線使用。請改成 https。")


def _check_certificate(session: Session, certificate: Path, key: Path) -> None:
    """Loaded once beforehand, so that what is wrong is a sentence. A key with a password would ask in the middle."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=lambda: b"")
    except (OSError, ValueError):
        raise session.fail(
            "憑證 {certificate} 和金鑰 {key} 不能用：要找得到、讀得到、都是 PEM 格式、是一對，而且金鑰沒有設密碼。",
            certificate=certificate,
            key=key,
        ) from None


def _addresses(session: Session) -> list[str]:
    with Records(open_database(session.database, newest=True)) as opened:
        return list(opened.exec(select(Office.address)).all())

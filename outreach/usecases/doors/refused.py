"""What is refused at the door.

Refused
├── SignInNeeded   nobody is signed in
├── WrongSignIn    login or password is wrong; which of them, nobody learns
└── Busy
    └── TooManyTries   not before `until`
"""

from __future__ import annotations

import datetime as dt

from outreach.refusals import Busy, Refusal, Refused


class SignInNeeded(Refused):
    """Nobody is signed in, or not any more."""

    def __init__(self) -> None:
        super().__init__(Refusal("sign_in_needed", "請先登入。", "Please sign in first."))


class WrongSignIn(Refused):
    """No active account has this login and this password."""

    def __init__(self) -> None:
        super().__init__(
            Refusal(
                "wrong_sign_in",
                "帳號或密碼不對。請看看大寫鎖定（Caps Lock）有沒有開。",
                "Login or password is wrong. Please check whether Caps Lock is on.",
            )
        )


class TooManyTries(Busy):
    """Too many failures of this login from here, or of this address. `until`: when to try again."""

    def __init__(self, until: dt.datetime) -> None:
        self.until = until
        # Whole minutes, rounded up: who comes at the minute that is written down gets in.
        at = (until + dt.timedelta(seconds=59)).strftime("%H:%M")
        super().__init__(
            Refusal(
                "too_many_tries",
                f"登入失敗太多次了。請在 {at} 以後再試，或請承辦人解除。",
                f"Too many failed attempts. Please try again after {at}, or ask your coordinator to unlock the login.",
            )
        )

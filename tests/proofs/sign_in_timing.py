"""How much longer one refusal takes than another: `python -m tests.proofs.sign_in_timing` (about two minutes).

The door is the real one over HTTP, with the costs of real passwords. Unknown login, wrong password and inactive account
are tried in turn, so that what else the machine does hits all of them alike; between two rounds a clock is moved, so
that nobody has to wait. Asked: medians differ by less than 5 %.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from outreach.records.database import open_database
from outreach.usecases.doors.passwords import Passwords
from tests.security.cast import MovingClock
from tests.signed_in import account_in

MOST = 0.05
ORDER = ("unknown", "known", "left")


def seconds(rounds: int) -> dict[str, list[float]]:
    """How long each kind of refusal took, `rounds` times."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'door.db'}"
        engine, passwords = open_database(url), Passwords()
        account_in(engine, login="known", passwords=passwords)
        account_in(engine, login="left", passwords=passwords, active=False)
        clock = MovingClock()
        app = create_app(url, passwords=passwords, clock=clock)
        client = TestClient(app)
        taken: dict[str, list[float]] = {login: [] for login in ORDER}
        for number in range(rounds + 3):
            clock.move(minutes=16)
            # Each comes first, second and last equally often.
            for login in (*ORDER[number % 3 :], *ORDER[: number % 3]):
                start = time.perf_counter()
                answer = client.post("/api/v1/sign-ins", json={"login": login, "password": "not the password"})
                taken[login].append(time.perf_counter() - start)
                assert answer.status_code == 401
        app.state.parts.engine.dispose()
        engine.dispose()
    return {login: found[3:] for login, found in taken.items()}


def main() -> int:
    """Measure, print one line of JSON, and say by the exit code whether it will do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    found = seconds(parser.parse_args().rounds)
    medians = {login: statistics.median(times) for login, times in found.items()}
    spread = max(medians.values()) / min(medians.values()) - 1
    print(
        json.dumps({"proof": "sign_in_timing", "medians_s": medians, "spread": round(spread, 4), "ok": spread < MOST})
    )
    return 0 if spread < MOST else 1


if __name__ == "__main__":
    sys.exit(main())

"""A real server for measurements and for whole walks through it: `outreach serve` in a process of its own, and a client
that signs in through its door.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

LOGIN, PASSWORD = "coordinator", "measure-me-by-daylight"
START_SECONDS = 60.0
JOB_SECONDS = 180.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`outreach serve` on a database, in a folder of its own; killed and started again as often as wanted."""

    def __init__(self, database: str, folder: Path, *options: str) -> None:
        self.database, self.folder, self.options = database, folder, options
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, answers: Sequence[str] = ()) -> None:
        """Start it and wait until it answers. `answers`: what to type when it asks for the first account."""
        command = [sys.executable, "-m", "api.cli", "serve", "--db", self.database, "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [*command, *self.options],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in answers).encode())
        self.process.stdin.close()
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx2.get(f"{self.address}/healthz", timeout=2).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        said = (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"the server does not answer:\n{said[-2000:]}")

    def kill(self) -> None:
        """kill -9, and nothing else: what it started has to notice by itself."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def served(database: str, folder: Path, *options: str, answers: Sequence[str] = ()) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server(database, folder, *options)
    try:
        server.start(answers)
        yield server
    finally:
        server.stop()


class Client:
    """Somebody who is signed in: sends what the door wants, an idempotency key with each write, and waits for jobs."""

    def __init__(self, address: str, login: str = LOGIN, password: str = PASSWORD) -> None:
        self.http = httpx2.Client(base_url=f"{address}/api/v1", timeout=60, headers={"Origin": address})
        answer = _good(self.http.post("/sign-ins", json={"login": login, "password": password}))
        self.http.headers["X-CSRF-Token"] = answer.json()["csrf"]

    def close(self) -> None:
        """Hang up."""
        self.http.close()

    def get(self, path: str, **query: Any) -> Any:
        """What is there, as JSON. Raises `httpx2.HTTPStatusError` for an error."""
        return _good(self.http.get(path, params=query)).json()

    def post(self, path: str, body: Any = None, *, key: str = "", **more: Any) -> Any:
        """Write, and give back the answer as JSON (`None` where there is none). Raises as `get`."""
        headers = {"Idempotency-Key": key or uuid4().hex}
        answer = _good(self.http.post(path, json=body, headers=headers, **more))
        return answer.json() if answer.content else None

    def delete(self, path: str) -> None:
        """Remove. Raises as `get`."""
        _good(self.http.delete(path))

    def upload(self, path: str, file: Path) -> Any:
        """Hand in a file."""
        files, headers = {"file": (file.name, file.read_bytes())}, {"Idempotency-Key": uuid4().hex}
        return _good(self.http.post(path, files=files, headers=headers)).json()

    def done(self, job: dict[str, Any], seconds: float = JOB_SECONDS) -> dict[str, Any]:
        """The job once it has ended, however. Raises `TimeoutError`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told: dict[str, Any] = self.get(f"/jobs/{job['id']}")
            if told["status"] in ("done", "failed", "cancelled"):
                return told
            time.sleep(0.25)
        raise TimeoutError(f"job {job['id']} is still {told['status']}")


def _good(answer: httpx2.Response) -> httpx2.Response:
    """The answer, unless it is an error: then what it says is in the exception."""
    if answer.is_error:
        raise httpx2.HTTPStatusError(f"{answer.status_code}: {answer.text}", request=answer.request, response=answer)
    return answer

"""`outreach serve`: to whom, under which names, with which certificate; and what is said when that cannot be right."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from sqlmodel import Session, select

from api.cli import main
from api.reach import Reach
from outreach.records import Office
from outreach.records.database import open_database
from tests.signed_in import account_in
from tests.tls import NAME, certificate


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to run the command in, with an office and an account in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "out").mkdir()
    engine = open_database("sqlite:///out/outreach.db")
    with Session(engine) as session, session.begin():
        session.add(Office(name="示範區公所"))
    account_in(engine)
    engine.dispose()
    return tmp_path


def set_address(address):
    engine = open_database("sqlite:///out/outreach.db", newest=True)
    with Session(engine) as session, session.begin():
        session.exec(select(Office)).one().address = address
    engine.dispose()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """`outreach serve` in a process of its own, told to leave at the end; `said`: what it has printed."""

    def __init__(self, *options):
        self.port = free_port()
        command = [sys.executable, "-m", "api.cli", "serve", "--no-jobs", "--port", str(self.port), *map(str, options)]
        root = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), os.environ["OUTREACH_ROOT"])))
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"},
        )

    def __enter__(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(self.process.stdout.read())

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.said, _ = self.process.communicate(timeout=30)

    def get(self, host, *, scheme="http", path="/healthz", context=None, **headers):
        """Status, headers and text of an answer to this name, whatever machine it is."""
        asked = urllib.request.Request(f"{scheme}://127.0.0.1:{self.port}{path}", headers={"Host": host, **headers})
        try:
            with urllib.request.urlopen(asked, context=context) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


@pytest.fixture(autouse=True)
def root(monkeypatch, request):
    monkeypatch.setenv("OUTREACH_ROOT", str(request.config.rootpath))


def test_where_it_is_opened():
    tls = ("cert.pem", "key.pem")
    assert Reach(port=8000).address == "http://127.0.0.1:8000"
    assert Reach(port=80).address == "http://127.0.0.1"
    assert Reach(port=443, hosts=(NAME,), tls=tls).address == f"https://{NAME}"
    assert Reach(port=8443, hosts=(NAME, "other"), tls=tls).address == f"https://{NAME}:8443"
    # Behind a proxy this machine's own address is what can be opened from here.
    assert Reach(port=8000, hosts=(NAME,)).address == "http://127.0.0.1:8000"


def test_without_a_certificate_no_other_machine_is_listened_to():
    assert Reach(port=8000, hosts=(NAME,)).listens == "127.0.0.1"
    assert Reach(port=8000, tls=("cert.pem", "key.pem")).listens == "0.0.0.0"


@pytest.mark.parametrize(
    "name", ["https://roster.example", "roster.example:8443", "*.example", "a b", "", "*", "a-.example", "名稱", "a/b"]
)
def test_what_is_no_name_of_a_host_is_refused(folder, capsys, name):
    assert main(["serve", "--port", "0", "--host", name]) == 2
    assert "--host" in capsys.readouterr().out


def test_a_certificate_that_will_not_do_is_refused_with_a_sentence(folder, capsys, tmp_path):
    made, key = certificate(tmp_path)
    (tmp_path / "other").mkdir()
    _, other = certificate(tmp_path / "other")
    locked = tmp_path / "locked.pem"
    subprocess.run(
        ["openssl", "pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", locked],
        check=True,
        capture_output=True,
    )
    (tmp_path / "text.pem").write_text("no certificate")
    for pair in (
        (made, other),
        (tmp_path / "text.pem", key),
        (made, tmp_path / "none.pem"),
        (made, locked),
        (key, made),
    ):
        assert main(["serve", "--port", "0", "--tls", *map(str, pair)]) == 2
        printed = capsys.readouterr().out
        assert "PEM" in printed and "Traceback" not in printed


def test_over_tls_under_its_name_and_under_no_other(folder, tmp_path):
    made, key = certificate(tmp_path)
    set_address(f"https://{NAME}")
    trusting = ssl.create_default_context(cafile=str(made))
    # The certificate is for its name; what is asked for here is this machine's address.
    trusting.check_hostname = False
    with Served("--tls", made, key, "--host", NAME.upper()) as served:
        status, headers, text = served.get(NAME, scheme="https", context=trusting)
        assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        assert "server" not in headers and json.loads(text)
        assert served.get(f"{NAME}:{served.port}", scheme="https", context=trusting)[0] == 200
        for name in ("elsewhere.example", f"a.{NAME}", f"{NAME}.elsewhere.example"):
            assert served.get(name, scheme="https", context=trusting)[0] == 400
        _, headers, _ = served.get(NAME, scheme="https", path="/d", context=trusting)
        assert "set-cookie" not in headers
        with pytest.raises((ConnectionError, urllib.error.URLError, OSError)):
            served.get(NAME)
    assert f"https://{NAME}:{served.port}/" in served.said
    assert "機關設定裡的網址" not in served.said


def test_behind_a_proxy_it_knows_that_visitors_came_by_https(folder):
    set_address("http://other.example")
    with Served("--host", NAME) as served:
        _, headers, _ = served.get(NAME)
        assert "Strict-Transport-Security" not in headers
        _, headers, _ = served.get(NAME, **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "http://other.example" in served.said and NAME in served.said
    assert re.search("代理程式", served.said)


def test_what_the_office_has_set_is_compared_with_the_name(folder):
    for address, sentence in (("", "還沒有網址"), (f"http://{NAME}", "不是 https 開頭")):
        set_address(address)
        with Served("--host", NAME) as served:
            pass
        assert sentence in served.said

"""A geocoder outside is asked as little as possible, and no setting, name or answer leads the service anywhere else."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import AdapterHTTPError
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderUnavailable

from maps.geocode.outside.asker import GeopyOutside
from maps.geocode.outside.guarded import LARGEST, GuardedAdapter, NotAllowedOutError
from maps.geocode.outside.public import is_public
from outreach.ports import OutsideError, Point
from tests.tls import certificate

HOST = "geocoder.example"
FOUND = json.dumps([{"lat": "22.99", "lon": "120.16", "display_name": "somewhere"}])

NOT_PUBLIC = [
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.8", "192.0.0.170", "192.0.2.1"),
    *("192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.2.3", "240.0.0.1"),
    *("255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("::127.0.0.1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1", "3fff::1", "localhost", "2130706433"),
    *("0x7f000001", "017700000001", "127.1", "1"),
]
ADDRESSES = [
    "http://geocoder.example/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://geocoder.example.attacker.example/",
    "https://attacker.example/?geocoder.example",
    "https://geocoder.example@127.0.0.1/",
    "https://user:secret@geocoder.example/",
    "https://geocoder.example:22/",
    "https://geocoder.example:99999/",
    "https://geocoder.example\\@127.0.0.1/",
    "https://geocoder.example./",
    "https://geocoder\u3002example/",
    "file:///etc/passwd",
    "gopher://geocoder.example/",
    "ftp://geocoder.example/",
    "//geocoder.example/",
    "https:///",
    "",
]


@dataclass
class Canary:
    """A geocoder on this machine, and what it was asked."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    body: bytes = FOUND.encode()
    location: str = ""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
def canary(papers: tuple[Path, Path]) -> Iterator[Canary]:
    told = Canary()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.headers.append(dict(self.headers))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*papers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def inside(canary: Canary, papers: tuple[Path, Path]) -> GuardedAdapter:
    """The adapter with one more address that it may reach: the canary's."""
    return GuardedAdapter(
        hosts=[HOST],
        port=canary.port,
        context=ssl.create_default_context(cafile=str(papers[0])),
        resolve=lambda _host, _port: ["127.0.0.1"],
        may_reach=lambda address: address == "127.0.0.1",
    )


def get(adapter: GuardedAdapter, url: str) -> str:
    return adapter.get_text(url, timeout=5, headers={"User-Agent": "test"})


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_address_of_a_house_a_machine_or_a_cloud_counts_as_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "140.112.8.116", "2606:4700:4700::1111", "2404:6800:4008::200e"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [one for one in NOT_PUBLIC if one[0] in "12f:" and ("." in one or ":" in one)])
def test_a_name_that_leads_inside_is_not_followed(canary: Canary, address: str) -> None:
    adapter = GuardedAdapter(hosts=[HOST], port=canary.port, resolve=lambda _host, _port: [address])

    with pytest.raises(NotAllowedOutError):
        get(adapter, f"https://{HOST}/")
    assert canary.asked == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(canary: Canary) -> None:
    adapter = GuardedAdapter(hosts=[HOST], port=canary.port, resolve=lambda _host, _port: ["1.1.1.1", "127.0.0.1"])

    with pytest.raises(NotAllowedOutError):
        get(adapter, f"https://{HOST}/")


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_the_host_of_the_list_is_asked_and_only_by_https(canary: Canary, inside: GuardedAdapter, url: str) -> None:
    with pytest.raises(NotAllowedOutError) as refused:
        get(inside, url)
    assert canary.asked == []
    assert "example" not in str(refused.value)


def test_a_name_that_changes_its_mind_is_looked_up_once(canary: Canary, papers: tuple[Path, Path]) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    adapter = GuardedAdapter(
        hosts=[HOST],
        port=canary.port,
        context=ssl.create_default_context(cafile=str(papers[0])),
        resolve=lambda _host, _port: next(answers),
        may_reach=lambda address: address == "127.0.0.1",
    )

    assert get(adapter, f"https://{HOST}/") == FOUND
    with pytest.raises(NotAllowedOutError):
        get(adapter, f"https://{HOST}/")
    assert len(canary.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(canary: Canary, inside: GuardedAdapter, status: int) -> None:
    canary.status, canary.location = status, f"https://{HOST}:{canary.port}/elsewhere"

    with pytest.raises(AdapterHTTPError):
        get(inside, f"https://{HOST}/")
    assert canary.asked == ["/"]


def test_a_certificate_of_somebody_else_is_refused(canary: Canary, papers: tuple[Path, Path]) -> None:
    other = GuardedAdapter(
        hosts=["other.example"],
        port=canary.port,
        context=ssl.create_default_context(cafile=str(papers[0])),
        resolve=lambda _host, _port: ["127.0.0.1"],
        may_reach=lambda _address: True,
    )

    with pytest.raises(GeocoderUnavailable):
        get(other, "https://other.example/")
    assert canary.asked == []


@pytest.mark.parametrize("body", [b"x" * (LARGEST + 1), b"<html>", b"[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_none_is_an_error_of_geopy(canary: Canary, inside: GuardedAdapter, body: bytes) -> None:
    canary.body = body

    with pytest.raises(GeocoderParseError):
        inside.get_json(f"https://{HOST}/", timeout=5, headers={})


def outside(inside: GuardedAdapter) -> GeopyOutside:
    return GeopyOutside(f"nominatim:{HOST}", adapter=lambda _host: inside)


def test_only_the_door_leaves_the_house(canary: Canary, inside: GuardedAdapter) -> None:
    found = outside(inside).find(address="育平里3鄰育平路316號5樓之2 王小明收")

    assert found == Point(lat=22.99, lon=120.16)
    query = parse_qs(urlsplit(canary.asked[0]).query)
    assert query["q"] == ["臺南市安平區育平路316號"]
    assert {"Cookie", "Referer", "Authorization"}.isdisjoint(canary.headers[0])


@pytest.mark.parametrize("address", ["王小明", "", "安平古堡", "育平路", "育平路5號之13樓"])
def test_what_is_no_address_is_not_sent(canary: Canary, inside: GuardedAdapter, address: str) -> None:
    with pytest.raises(OutsideError) as refused:
        outside(inside).find(address=address)
    assert refused.value.code == "unreadable"
    assert canary.asked == []


def test_the_same_door_is_asked_once_and_another_a_second_later(canary: Canary, inside: GuardedAdapter) -> None:
    geocoder = outside(inside)
    geocoder.find(address="育平路316號")
    began = time.monotonic()
    geocoder.find(address="台南市安平區育平路３１６號2樓")
    assert len(canary.asked) == 1

    geocoder.find(address="育平路318號")
    assert len(canary.asked) == 2
    # No more than the limit asks for: a slow machine only makes it longer.
    assert time.monotonic() - began >= 0.5


@pytest.mark.parametrize("body", [b"[]", b"{}", b'[{"lat": "x"}]', b'[{"lat": "51.5", "lon": "0.1"}]', b"null", b"7"])
def test_an_answer_from_elsewhere_is_no_place(canary: Canary, inside: GuardedAdapter, body: bytes) -> None:
    canary.body = body

    try:
        assert outside(inside).find(address="育平路316號") is None
    except OutsideError as error:
        assert error.code == "no_answer"


def test_a_service_that_is_down_is_told_without_the_address(canary: Canary, inside: GuardedAdapter) -> None:
    canary.status = 500

    with pytest.raises(OutsideError) as refused:
        outside(inside).find(address="育平路316號")
    assert str(refused.value) == "no_answer"


@pytest.mark.parametrize(
    "setting",
    [
        *(
            "nominatim",
            "nominatim:",
            "nominatim:127.0.0.1/x",
            "nominatim:user@host.example",
            "nominatim:host.example:22",
        ),
        *("nominatim:HOST.example", "arcgis:evil.example", "google:maps.example", "", "nominatim:localhost"),
    ],
)
def test_a_setting_that_is_none_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="nominatim"):
        GeopyOutside(setting)


def test_the_settings_that_there_are() -> None:
    assert GeopyOutside("nominatim:nominatim.example.org").name == "nominatim.example.org"
    assert GeopyOutside("arcgis").name == "geocode.arcgis.com"


def test_geopys_own_way_out_is_not_there() -> None:
    with pytest.raises(GeocoderServiceError):
        GeopyOutside("nominatim:nominatim.example.org")._geocoder.adapter.get_text(
            "https://attacker.example/", timeout=1, headers={}
        )

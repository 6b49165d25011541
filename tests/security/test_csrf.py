"""Nobody else's page speaks for a visitor."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.doors.access import ACCESS
from api.doors.csrf import UNSAFE
from outreach.actor import ROLES
from outreach.records import Upload
from outreach.records.database import office_records
from tests.security.cast import Cast, cast_in
from tests.signed_in import PASSWORD, account_in

CHANGES = sorted(
    (method, template)
    for (method, template), allowed in ACCESS.items()
    if method in UNSAFE and "anonymous" not in allowed
)
PLACE = "0" * 32


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    return cast_in(tmp_path_factory.mktemp("csrf"))


def asked(client: TestClient, method: str, template: str, **more: object) -> int:
    path = "/".join(PLACE if part.startswith("{") else part for part in template.split("/"))
    return client.request(method, path, follow_redirects=False, **more).status_code  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "template"), CHANGES, ids=" ".join)
def test_nothing_changes_without_the_token(cast: Cast, method: str, template: str) -> None:
    role = next(one for one in ROLES if one in ACCESS[method, template])
    client = cast.client(role)
    right = client.headers.pop("X-CSRF-Token")
    for sent in (
        {},
        {"headers": {"X-CSRF-Token": ""}},
        {"headers": {"X-CSRF-Token": right + "x"}},
        {"headers": {"X-CSRF-Token": "é".encode()}},
        {"data": {"csrf": "x" * 43}},
        {"json": {"csrf": right}},
        {"params": {"csrf": right}},
        {"headers": {"Cookie": f"sign-in={client.cookies['sign-in']}; csrf={right}"}},
    ):
        assert asked(client, method, template, **sent) == 403, sent


@pytest.mark.parametrize(("method", "template"), CHANGES, ids=" ".join)
def test_nothing_changes_from_another_sites_page(cast: Cast, method: str, template: str) -> None:
    role = next(one for one in ROLES if one in ACCESS[method, template])
    client = cast.client(role)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://testserver:8001"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://[broken"},
    ):
        assert asked(client, method, template, headers=headers) == 403, headers


def test_the_token_of_another_sign_in_is_not_enough(cast: Cast) -> None:
    one, other = cast.client("coordinator"), cast.client("auditor")
    headers = {"X-CSRF-Token": str(other.headers["X-CSRF-Token"])}
    assert one.post("/account/password", headers=headers).status_code == 403


def test_a_form_brings_its_token_along_and_is_read_once_more(cast: Cast) -> None:
    client = cast.client("coordinator")
    form = {"csrf": str(client.headers.pop("X-CSRF-Token")), "old": PASSWORD, "new": "one", "again": "another"}
    answer = client.post("/account/password", data=form, headers={"Origin": "http://testserver"})
    assert answer.status_code == 422 and "兩次輸入的新密碼不一樣。" in answer.text


def test_a_form_without_end_is_not_read(cast: Cast) -> None:
    client = cast.client("coordinator")
    right = client.headers.pop("X-CSRF-Token")
    assert client.post("/account/password", data={"old": "x" * 70_000, "csrf": right}).status_code == 403


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/sign-ins"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_nobody_is_signed_in_by_another_sites_page(cast: Cast, path: str, headers: dict[str, str]) -> None:
    account_in(cast.engine, login="coordinator", office_id=cast.office_id)
    given = {"login": "coordinator", "password": PASSWORD}
    sent = {"json": given} if path.startswith("/api") else {"data": given}
    answer = cast.client("anonymous").post(path, headers=headers, **sent)  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_reading_needs_no_token_and_may_come_from_a_link(cast: Cast) -> None:
    client = cast.client("coordinator")
    del client.headers["X-CSRF-Token"]
    assert client.get("/week/2026-11-30", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_forms_of_every_page_carry_the_token(cast: Cast) -> None:
    client = cast.client("coordinator")
    token = str(client.headers["X-CSRF-Token"])
    for path in ("/account", "/week/2026-11-30", f"/duty/{cast.own}", "/nothing"):
        text = client.get(path).text
        assert text.count('method="post"') == text.count(f'name="csrf" value="{token}"') > 0, path


def parts(*fields: tuple[str, str], boundary: str = "edge", after: bytes = b"") -> bytes:
    """A form in parts, as a browser writes it."""
    written = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    )
    return written + after + f"--{boundary}--\r\n".encode()


FORM = {"Content-Type": "multipart/form-data; boundary=edge", "Origin": "http://testserver"}
FILE = (
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n%b\r\n'
)


def test_a_form_with_a_file_brings_the_token_as_its_first_field(cast: Cast) -> None:
    client = cast.client("coordinator")
    right = str(client.headers.pop("X-CSRF-Token"))
    body = parts(("csrf", right), after=FILE % "單位,里\n測試,育平里\n".encode())
    answer = client.post("/imports", content=body, headers=FORM, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    # In pieces of one byte too, and the file behind it is whole.
    pieces = (body[number : number + 1] for number in range(len(body)))
    assert client.post("/imports", content=pieces, headers=FORM, follow_redirects=False).status_code == 303
    with office_records(cast.engine, office_id=cast.office_id, write=False) as records:
        assert len({bytes(one.data) for one in records.all(Upload)}) == 1
        assert next(bytes(one.data) for one in records.all(Upload)).endswith("育平里\n".encode())


def test_no_other_form_with_a_file_is_believed(cast: Cast) -> None:
    client = cast.client("coordinator")
    right = str(client.headers.pop("X-CSRF-Token"))
    file = FILE % b"x"
    hidden = f'--edge\r\nContent-Disposition: form-data; name="other"; filename="csrf"\r\n\r\n{right}\r\n--edge--\r\n'
    long = f'--edge\r\nContent-Disposition: form-data; name="csrf"\r\nX-Long: {"x" * 2000}\r\n\r\n{right}\r\n--edge--'
    for body, kind in (
        (parts(("csrf", right + "x"), after=file), FORM["Content-Type"]),
        (parts(("csrf", ""), after=file), FORM["Content-Type"]),
        (file + parts(("csrf", right)), FORM["Content-Type"]),
        (parts(("more", "1"), ("csrf", right), after=file), FORM["Content-Type"]),
        (b"before" + parts(("csrf", right), after=file), FORM["Content-Type"]),
        (parts(("csrf", right), boundary="other"), FORM["Content-Type"]),
        (parts(("csrf", right)), "multipart/form-data"),
        (parts(("csrf", right)), "multipart/form-data; boundary="),
        (parts(("csrf", right)), "multipart/mixed; boundary=edge"),
        (parts(("csrf", right)).replace(b"\r\n", b"\n"), FORM["Content-Type"]),
        (f'--edge\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{right}'.encode(), FORM["Content-Type"]),
        (hidden.encode(), FORM["Content-Type"]),
        (long.encode(), FORM["Content-Type"]),
        (b"", FORM["Content-Type"]),
        (b"\x00" * 100_000, FORM["Content-Type"]),
    ):
        answer = client.post("/imports", content=body, headers={**FORM, "Content-Type": kind})
        assert answer.status_code == 403, (body[:80], kind)

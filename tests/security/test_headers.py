"""What every route's answer tells the browser, as it is written here."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tests.security.cast import Cast, cast_in
from tests.security.test_access import CALLERS, LINES, MOUNTED, places

NONCE = r"'nonce-[\w-]{22}'"
COMMON = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
REST = (
    "img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PAGE = re.compile(f"default-src 'none'; script-src 'self' ({NONCE}); style-src 'self' ({NONCE}); {re.escape(REST)}")
FRAMED = ("/duty/{duty_id}/map", "/my/map", "/unserved/{roster_id}/{unserved_id}/map")
OTHER = f"default-src 'none'; script-src 'self'; style-src 'self'; {REST}"


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    return cast_in(tmp_path_factory.mktemp("headers"))


# The API answers everybody in one form: nobody and somebody are enough.
ASKED = [(*line, role) for line in LINES for role in (CALLERS[:2] if line[1].startswith("/api/") else CALLERS)]


@pytest.mark.parametrize(("method", "template", "role"), ASKED, ids=str)
def test_the_headers_of_every_route(cast: Cast, method: str, template: str, role: str) -> None:
    cast.forgive()
    path = MOUNTED.get(template) or template.format(**places(cast, role, "own", template))
    client = cast.client(role) if template == "/sign-out" else cast.known(role)
    answer = client.request(method, path, follow_redirects=False)
    headers = answer.headers
    assert {name: headers.get(name) for name in COMMON} == COMMON
    if template.startswith("/ground/") and answer.status_code == 200:
        assert headers["cache-control"] == "private, max-age=3600"
    elif template.startswith("/feeds/"):
        # A calendar asks again and again whether anything has changed.
        assert headers["cache-control"] == "private, no-cache"
    else:
        assert headers["cache-control"] == ("no-cache" if template in MOUNTED else "no-store")
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    if answer.status_code == 200 and template in FRAMED:
        assert headers["x-frame-options"] == "SAMEORIGIN" and policy.endswith("frame-ancestors 'self'")
        policy = policy.replace("frame-ancestors 'self'", "frame-ancestors 'none'")
    else:
        assert headers["x-frame-options"] == "DENY"
    if headers.get("content-type", "").startswith("text/html"):
        found = PAGE.fullmatch(policy)
        assert found and found[1] == found[2]
        tags = re.findall(r"<(?:script|style|link rel=\"stylesheet\")[^>]*>", answer.text)
        assert bool(tags) == (method != "HEAD")
        assert all(f'nonce="{found[1][7:-1]}"' in tag for tag in tags)
    else:
        assert policy == OTHER


def test_a_nonce_is_used_once(cast: Cast) -> None:
    client = cast.client("coordinator")
    policies = {client.get("/account").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


def test_signing_out_leaves_nothing_in_the_browser(cast: Cast) -> None:
    answer = cast.client("coordinator").post("/sign-out", follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith('sign-in="";') and "Max-Age=0" in cookie


def test_a_page_of_a_visitor_is_never_another_visitors(cast: Cast) -> None:
    texts = {role: cast.client(role).get("/account").text for role in ("coordinator", "auditor", "field", "admin")}
    for role, text in texts.items():
        assert f"帳號{role}" in text
        assert not any(f"帳號{other}" in text for other in texts if other != role)


def test_over_https_the_browser_never_goes_back_to_http(cast: Cast) -> None:
    for scheme, told in (("https", "max-age=31536000"), ("http", None)):
        client = TestClient(cast.app, base_url=f"{scheme}://localhost")
        for path in ("/sign-in", "/static/base.css", "/healthz", "/api/v1/me"):
            assert client.get(path).headers.get("strict-transport-security") == told

"""The description of the API: every route, an example for every body, every error that a route may answer."""

from __future__ import annotations

from typing import Any

from api.routes.access import PREFIX, ROUTES
from tests.api_site import ApiSite


def described(api: ApiSite) -> dict[str, Any]:
    answer = api.auditor.get("/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_is_described_and_no_page_is(quick: ApiSite) -> None:
    found = operations(described(quick))
    assert set(ROUTES) - set(found) == {("GET", f"{PREFIX}/openapi.json")}
    assert all(path.startswith(PREFIX) for _, path in found)
    assert len({operation["operationId"] for operation in found.values()}) == len(found)


def test_every_body_has_an_example(quick: ApiSite) -> None:
    document = described(quick)
    for (method, path), operation in operations(document).items():
        if (method, path) not in ROUTES or "requestBody" not in operation:
            continue
        for media_type, body in operation["requestBody"]["content"].items():
            if media_type == "application/json":
                name = body["schema"]["$ref"].rpartition("/")[2]
                assert document["components"]["schemas"][name].get("examples"), (method, path, name)


def test_every_error_is_a_problem_document(quick: ApiSite) -> None:
    for (method, path), operation in operations(described(quick)).items():
        statuses = {status for status in operation["responses"] if status >= "400"}
        assert {"400", "401", "403", "404", "422", "503"} <= statuses, (method, path)
        for status in statuses:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"], (method, path)


def test_writes_say_which_headers_they_want(quick: ApiSite) -> None:
    for (method, path), operation in operations(described(quick)).items():
        if (method, path) not in ROUTES:
            continue
        headers = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header" and one["required"]}
        # Searches and trials change nothing; an answer full of secrets is not kept for a second time.
        once = method == "POST" and not path.endswith(("/search", "/trials", "/links"))
        assert ("Idempotency-Key" in headers) == once, (method, path)
        assert ("If-Match" in headers) <= (method in ("PATCH", "DELETE") or path.endswith("/ladder-settings")), (
            method,
            path,
        )
        assert method != "PATCH" or "If-Match" in headers, (method, path)

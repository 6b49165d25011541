"""The office's settings over the API."""

from __future__ import annotations

import pytest

from tests.api_site import ApiSite


def test_the_settings_are_shown_and_changed(api: ApiSite) -> None:
    shown = api.coordinator.get("/office")
    assert shown.json()["name"] == "示範區聯合外勤排班" and shown.json()["address"] == shown.json()["contact"] == ""
    given = {"address": "https://Roster.Example.gov.tw:8443/", "contact": "06-000-0100 分機 12"}
    changed = api.admin.patch("/office", given, etag=shown.headers["etag"])
    assert changed.status_code == 200, changed.text
    assert changed.json()["address"] == "https://roster.example.gov.tw:8443"
    assert api.coordinator.get("/office").json() == changed.json()
    assert api.coordinator.all("/changes")[0]["verb"] == "change office"
    assert api.coordinator.get("/office", headers={"If-None-Match": changed.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("address", "roster.example.gov.tw", "bad_address"),
        ("address", "ftp://roster.example.gov.tw", "bad_address"),
        ("address", "javascript:alert(1)", "bad_address"),
        ("address", "https://me:secret@roster.example.gov.tw", "bad_address"),
        ("address", "https://roster.example.gov.tw?x=1", "bad_address"),
        ("address", "https://roster.example.gov.tw/#x", "bad_address"),
        ("address", "https://roster.example.gov.tw/path", "bad_address"),
        ("address", "https://roster.example.gov.tw:99999", "bad_address"),
        ("address", "https://roster example", "bad_address"),
        ("address", "https://-x.tw", "bad_address"),
        ("address", "https://", "bad_address"),
        ("address", "https://a\u202eb.tw", "bad_address"),
        ("contact", "請問承辦", "string_pattern_mismatch"),
        ("contact", "0" * 60, "string_too_long"),
        ("name", " ", "string_too_short"),
        ("name", "x" * 101, "string_too_long"),
        ("sample", False, "extra_forbidden"),
    ],
)
def test_what_the_settings_cannot_be(quick: ApiSite, field: str, value: object, code: str) -> None:
    before = quick.coordinator.get("/office").json()
    answer = quick.coordinator.patch("/office", {field: value})
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    assert quick.coordinator.get("/office").json() == before


def test_two_who_change_the_settings_see_both_sides(quick: ApiSite) -> None:
    seen = quick.coordinator.get("/office").headers["etag"]
    assert quick.admin.patch("/office", {"contact": "06-000-0111"}, etag=seen).status_code == 200
    late = quick.coordinator.patch("/office", {"contact": "06-000-0222"}, etag=seen)
    assert late.status_code == 409
    assert late.json()["differences"] == [{"field": "contact", "kept": "06-000-0111", "given": "06-000-0222"}]
    assert quick.coordinator.get("/office").json()["contact"] == "06-000-0111"

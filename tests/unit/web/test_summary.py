"""What the import command prints: what it left alone stands under the workbook's own words."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from api.language import Language
from api.summary import print_import
from outreach.usecases.importing.import_workbook import ImportReport


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh",
            [
                "有 3 個欄位先前改過，這次沒有蓋掉：",
                "服務對象 C01：電話",
                "人員 V01：可服勤時段",
                "服務對象 C02：固定服務人員",
            ],
        ),
        ("en", ["3 fields were corrected", "clients C01：phone", "people V01：availability", "clients C02：preferred"]),
    ],
)
def test_corrected_fields_are_named(language: Language, lines: list[str]) -> None:
    fields = [("clients", "C01", "phone"), ("people", "V01", "availability"), ("clients", "C02", "wishes")]
    left = tuple({"kind": kind, "key": key, "field": field, "kept": "0912", "given": ""} for kind, key, field in fields)
    console = Console(file=io.StringIO(), width=200)
    print_import(console, ImportReport("示範", 0, 0, 9, (), left), language)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    for line in lines:
        assert line in told
    assert "0912" not in told

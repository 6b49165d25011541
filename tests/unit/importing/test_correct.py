"""A field that was corrected by hand goes by one name, whoever names it."""

from __future__ import annotations

import pytest

from outreach.records import Client
from outreach.usecases.keeping.correct import forget_correction, is_corrected, note_corrections


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("place_id", "address"),
        ("village", "address"),
        ("lat", "address"),
        ("base_id", "base_address"),
        ("base_village", "base_address"),
        ("end_place_id", "end_address"),
        ("end_lon", "end_address"),
        ("unit_id", "unit"),
        ("preferred", "wishes"),
        ("refused", "wishes"),
        ("phone", "phone"),
        ("skills", "skills"),
    ],
)
def test_one_word_for_a_field(said: str, name: str) -> None:
    client = Client(office_id="", code="C1", name="王示範", place_id="")
    note_corrections(client, [said])
    assert client.corrected == [name]
    assert is_corrected(client, said)
    assert is_corrected(client, name)
    assert not is_corrected(client, "note")
    forget_correction(client, said)
    assert client.corrected == []


def test_corrections_add_up_and_stand_in_order() -> None:
    client = Client(office_id="", code="C1", name="王示範", place_id="")
    note_corrections(client, ["phone", "note"])
    note_corrections(client, ["name", "phone"])
    assert client.corrected == ["name", "note", "phone"]

"""Units of the office."""

from __future__ import annotations

from outreach.forms.base import Form, Name, Shown, Text, example, patch_of
from outreach.forms.place import PlaceForm, PlaceShown

_EXAMPLE = {"name": "示範區公所", "place": {"address": "育平路316號", "village": "育平里"}, "phone": "06-000-0100"}


class UnitForm(Form):
    """A unit with its own premises and people."""

    model_config = example(_EXAMPLE)

    name: Name
    place: PlaceForm
    phone: Text = ""


class UnitShown(Shown):
    """A unit as it is kept."""

    name: str
    place: PlaceShown
    phone: str


UnitPatch = patch_of(UnitForm)

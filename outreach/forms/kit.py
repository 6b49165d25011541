"""Kits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Form, Name, Shown, example, patch_of


class KitForm(Form):
    """Portable equipment of which the office has `count`; `turnaround` minutes lie between two uses."""

    model_config = example({"name": "戶政行動箱", "count": 2, "turnaround": 30})

    name: Name
    count: Annotated[int, Field(ge=0, le=1000)] = 1
    turnaround: Annotated[int, Field(ge=0, le=1440)] = 30


class KitShown(Shown):
    """A kit as it is kept."""

    name: str
    count: int
    turnaround: int


KitPatch = patch_of(KitForm)

"""What one record is called at the top of its page."""

from __future__ import annotations

from api.language import Language
from api.pages.keeping.names import Names
from api.pages.keeping.shapes import shapes_of
from api.pages.keeping.told import NOTHING, Told
from outreach.forms.base import Shown

_TELLING = ("client_id", "desk_id", "person_id", "kind", "category", "date", "start", "code", "item")


def title_of(kind_name: str, shown: Shown, names: Names, language: Language) -> str:
    """Its name; of what has none, whom and what it is about."""
    name: str = getattr(shown, "name", "")
    if name:
        return name
    told = Told(kind_name, language, names)
    shapes = {shape.name: shape for shape in shapes_of(kind_name)}
    wanted = [one for one in _TELLING if one in shapes and not (one == "start" and shapes[one].how == "time")]
    if "code" in wanted:
        wanted = [one for one in wanted if one != "date"]
    said = (told.tell(shapes[one], getattr(shown, one)) for one in wanted)
    return " ".join(one for one in said if one != NOTHING)

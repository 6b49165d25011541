from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from maps.render.served_map import ServedMap, look_of, served_map
from outreach.ports import DayRoute, GroundMap, MapMark, MapVillage
from tests.hostile import HOSTILE_200
from tests.sketches import HALL, route
from tests.unit.maps.test_route_page import Elements, without_data

OUTLINES = VillageGeocoder().outlines()
NONCE = "abcdefghijklmnopqrstuv"
GROUND = GroundMap(streets=True, source="© OpenStreetMap contributors (ODbL)")


def day(**more: object) -> DayRoute:
    sketch = route()
    about = {"letter": "A", "number": 0, "sketch": sketch, "shown": frozenset(range(len(sketch.stops)))} | more
    return DayRoute(**about)  # type: ignore[arg-type]


def drawn(*routes: DayRoute) -> ServedMap:
    return served_map(language="zh", ground=GROUND, outlines=OUTLINES, routes=routes)


def test_thirty_six_people_have_thirty_six_lines() -> None:
    assert len({look_of(number) for number in range(36)}) == 36
    assert look_of(36) == look_of(0)
    assert len({look_of(number)[1] for number in range(6)}) == 6


def test_a_route_has_a_mark_for_each_stop_and_a_leg_for_each_way() -> None:
    [one] = json.loads(drawn(day()).data)["routes"]
    # The second place of an escort is where its leg leads to; it has no mark of its own beside so many others.
    assert [mark["label"] for mark in one["marks"]] == ["據點", "A1", "A2", "A3", "A4", "據點"]
    assert [mark["about"] for mark in one["marks"]] == [False, False, False, True, False, False]
    assert [leg["to"] for leg in one["legs"]] == ["A2", "A3", "A4", "A4", "A-6"]
    assert [leg["kind"] for leg in one["legs"]] == ["estimate"] * 3 + ["alongside", "estimate"]
    assert all(leg["arrow"] for leg in one["legs"])


def test_only_what_is_shown_is_drawn() -> None:
    [one] = json.loads(drawn(day(shown=frozenset({0, 1, 2, 6}))).data)["routes"]
    assert [mark["label"] for mark in one["marks"]] == ["據點", "A1", "A2", "據點"]
    assert [leg["to"] for leg in one["legs"]] == ["A2", "A-6"]


def test_where_somebody_lives_is_no_base() -> None:
    sketch = route()
    home = replace(sketch.stops[0], title="住處", detail="")
    [one] = json.loads(drawn(day(sketch=replace(sketch, stops=(home, *sketch.stops[1:])))).data)["routes"]
    assert one["marks"][0]["label"] == "住處"


def test_figures_stand_in_their_own_village() -> None:
    told = [
        MapVillage(village="國平里", text="12／13", level="lacks"),
        MapVillage(village="不在本區里", text="1", level="full"),
    ]
    data = json.loads(served_map(language="en", ground=GROUND, outlines=OUTLINES, villages=told).data)
    levels = {village["name"]: (village["level"], village["text"]) for village in data["villages"]}
    assert levels.pop("國平里") == ("lacks", "12／13")
    assert set(levels.values()) == {("none", "")}
    assert data["whole"] and data["words"]["north"] == "N"


@pytest.mark.parametrize("place", range(0, 200, 20))
def test_no_text_reaches_the_page_but_as_data(place: int) -> None:
    evil = " ".join(HOSTILE_200[place : place + 20])
    plain = route()
    stops = tuple(replace(stop, title=evil, detail=evil, letter=evil, time=evil) for stop in plain.stops)
    harmed = replace(plain, title=evil, subtitle=evil, stops=stops)
    ground = replace(GROUND, source=evil)
    maps = FoliumRouteMaps()
    served, calm = maps.served(harmed, nonce=NONCE, ground=ground), maps.served(plain, nonce=NONCE, ground=GROUND)
    assert without_data(served) == without_data(calm)
    assert Elements(served).data()["ground"]["source"] == evil  # type: ignore[index]
    mark = MapMark(key=evil, label=evil, kind="unserved", point=HALL, precision="exact")
    view = served_map(language="zh", ground=ground, outlines=OUTLINES, routes=[day(sketch=harmed)], marks=[mark])
    assert not set("<>&") & set(view.data)
    assert evil not in view.element + view.script
    assert json.loads(view.data)["marks"][0]["label"] == evil


def test_a_served_page_has_nothing_inline_but_what_bears_the_nonce() -> None:
    page = Elements(FoliumRouteMaps().served(route(), nonce=NONCE, ground=GROUND))
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        if tag in ("script", "style") or attributes.get("rel") == "stylesheet":
            assert attributes.get("nonce") == NONCE
        for name in ("src", "href"):
            assert re.match(r"/lib/|/favicon\.ico|#", attributes.get(name) or "#"), tag


def test_a_served_route_without_stops_is_refused() -> None:
    with pytest.raises(ValueError, match="without stops"):
        FoliumRouteMaps().served(route(stops=(), legs=()), nonce=NONCE, ground=GROUND)

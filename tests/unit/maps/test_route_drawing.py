import re
from dataclasses import replace
from xml.etree import ElementTree

from maps.render.route_page import FoliumRouteMaps
from outreach.ports import RouteSketch
from tests.sketches import HALL, HOSTILE, hostile_route, route, stop

SVG = "{http://www.w3.org/2000/svg}"


def drawn(sketch: RouteSketch) -> ElementTree.Element:
    return ElementTree.fromstring(FoliumRouteMaps().drawing(sketch))


def texts(drawing: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in drawing.iter(f"{SVG}text")]


def test_numbers_base_villages_scale_and_north_are_there() -> None:
    found = texts(drawn(route()))
    for wanted in ("據點", "1", "2", "3", "4", "→4", "平安里", "北", "示範資料"):
        assert wanted in found
    assert any("虛線為估計路程" in text for text in found)
    assert any(text.endswith(("公尺", "公里")) for text in found)


def test_a_real_office_is_not_marked_as_sample() -> None:
    assert not any("示範資料" in text for text in texts(drawn(route(sample=False))))


def test_estimates_are_dashed_and_streets_are_not() -> None:
    def legs(sketch: RouteSketch) -> list[str | None]:
        paths = drawn(sketch).iter(f"{SVG}path")
        return [path.get("stroke-dasharray") for path in paths if path.get("stroke-width") == "2.4"]

    assert legs(route()) == ["8 4"] * 3 + ["0.1 6", "8 4"]
    streets = tuple(replace(leg, source="street") for leg in route().legs)
    assert legs(route(legs=streets)) == ["none"] * 3 + ["0.1 6", "none"]


def test_hostile_texts_stay_text() -> None:
    drawing = drawn(hostile_route())
    assert {element.tag for element in drawing.iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "g", "path", "rect", "circle", "text")
    }
    assert not [name for element in drawing.iter() for name in element.attrib if name.startswith("on")]
    assert HOSTILE[0] in (drawing.get("aria-label") or "")


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    drawing = drawn(route())
    (bar,) = [path for path in drawing.iter(f"{SVG}path") if path.get("stroke-width") == "1.6"]
    found = re.fullmatch(r"M([\d.]+) [\d.]+v5H(\d+)v-5", bar.get("d") or "")
    assert found
    (label,) = [text for text in texts(drawing) if re.fullmatch(r"\d+ 公[尺里]", text)]
    metres = int(label.split()[0]) * (1000 if label.endswith("里") else 1)
    # One degree of longitude is 102.5 km at this latitude; the marks of stops 2 and →4 are 0.0222 degrees apart.
    marks = {
        group.findtext(f"{SVG}text"): float((group.get("transform") or "(0")[10:].split()[0])
        for group in drawing.iter(f"{SVG}g")
        if group.get("transform")
    }
    units_a_metre = (marks["→4"] - marks["2"]) / (0.0222 * 102_500)
    assert abs((float(found[2]) - float(found[1])) / metres / units_a_metre - 1) < 0.02


def test_one_place_alone_can_be_drawn() -> None:
    alone = stop(0, "測試丁", HALL.lat, HALL.lon, kind="unserved")
    assert "!" in texts(drawn(route(stops=(alone,), legs=())))

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from maps.render.route_page import FoliumRouteMaps
from tests.sketches import HALL, HOSTILE, hostile_route, route, stop


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the texts of its script elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", {}))

    def data(self) -> dict[str, object]:
        (text,) = [text for attributes, text in self.scripts if attributes.get("type") == "application/json"]
        return json.loads(text)


def policy(page: Elements) -> str:
    (meta,) = [a for tag, a in page.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    return meta["content"] or ""


def without_data(page: str) -> str:
    return re.sub(r'(<script type="application/json"[^>]*>).*?</script>', r"\1</script>", page, flags=re.DOTALL)


def test_hostile_texts_change_nothing_but_the_data() -> None:
    maps = FoliumRouteMaps()
    assert without_data(maps.page(hostile_route())) == without_data(maps.page(route()))


def test_hostile_texts_arrive_unharmed_as_data() -> None:
    page = FoliumRouteMaps().page(hostile_route())
    data = Elements(page).data()
    assert data["title"] == " ".join(HOSTILE)
    assert {village["name"] for village in data["villages"]} == {" ".join(HOSTILE)}
    (text,) = [text for attributes, text in Elements(page).scripts if attributes.get("type") == "application/json"]
    assert not set("<>&") & set(text)


def test_policy_allows_exactly_the_scripts_of_the_page() -> None:
    page = Elements(FoliumRouteMaps().page(route()))
    hashes = {
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for attributes, text in page.scripts
        if "type" not in attributes
    }
    rules = dict(rule.strip().split(" ", 1) for rule in policy(page).split(";"))
    assert len(hashes) == 3
    assert set(rules["script-src"].split()) == hashes
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"


def test_nothing_is_loaded_from_anywhere() -> None:
    text = FoliumRouteMaps().page(route())
    page = Elements(text)
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert (attributes.get("href") or "#").startswith(("#", "data:")), tag
    styles = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert styles and "url(" not in styles[1] and "@import" not in styles[1]
    assert "sourceMappingURL" not in text


def test_no_jquery_no_bootstrap_no_tiles() -> None:
    scripts = Elements(FoliumRouteMaps().page(route())).scripts
    ours = "".join(text for _, text in scripts if not text.startswith("/* @preserve")).lower()
    assert len([text for _, text in scripts if text.startswith("/* @preserve")]) == 1
    for unwanted in ("jquery", "$(", "bootstrap", "awesome", "http:", "https:", "tilelayer"):
        assert unwanted not in ours.replace("http://www.w3.org/2000/svg", "")


def test_every_mark_and_leg_of_the_data_is_drawn() -> None:
    text = FoliumRouteMaps().page(route())
    data = Elements(text).data()
    layers = [each[key] for kind in ("stops", "legs", "villages") for each in data[kind] for key in ("layer",)]
    layers += [leg["arrow"] for leg in data["legs"]] + [s["ring"] for s in data["stops"] if s["ring"]]
    for layer in layers:
        assert f"var {layer} = L." in text
    assert "ring_3" in layers


def test_a_base_left_and_reached_again_is_one_mark() -> None:
    stops = Elements(FoliumRouteMaps().page(route())).data()["stops"]
    assert [each["layer"] for each in stops] == [f"stop_{n}" for n in (0, 1, 2, 3, 4, 5, 0)]
    assert [each["key"] for each in stops] == ["start", *(f"stop-{n}" for n in (1, 2, 3, 4, 4)), "end"]
    assert [each["label"] for each in stops] == ["據點", "1", "2", "3", "4", "→4", "據點"]


def test_an_estimate_is_said_to_be_one_and_a_street_is_not() -> None:
    sketch = route()
    legs = Elements(FoliumRouteMaps().page(sketch)).data()["legs"]
    assert [leg["kind"] for leg in legs] == ["estimate"] * 3 + ["alongside", "estimate"]
    assert legs[0]["note"] == "路程約 6 分，1.3 公里（估計）"
    streets = replace(sketch, legs=tuple(replace(leg, source="street") for leg in sketch.legs))
    assert Elements(FoliumRouteMaps().page(streets)).data()["legs"][0]["note"] == "路程約 6 分，1.3 公里"


def test_a_way_and_its_way_back_lay_their_dashes_on_each_other() -> None:
    sketch = route()
    there = sketch.legs[0]
    back = replace(there, origin=there.destination, destination=there.origin, line=there.line[::-1])
    text = FoliumRouteMaps().page(replace(sketch, legs=(there, back)))
    drawn = re.findall(r"var leg_\d+ = L\.polyline\(\s*(\[\[.*?\]\])", text)
    assert len(drawn) == 2 and drawn[0] == drawn[1]
    angles = [leg["angle"] for leg in Elements(text).data()["legs"]]
    assert abs(angles[0] - angles[1]) == pytest.approx(180)


def test_the_same_route_gives_the_same_file() -> None:
    assert FoliumRouteMaps().page(route()) == FoliumRouteMaps().page(route())


def test_english_words_for_an_english_sketch() -> None:
    data = Elements(FoliumRouteMaps().page(route(language="en"))).data()
    assert data["words"]["north"] == "N"
    assert data["legs"][0]["note"] == "about 6 min, 1.3 km (estimate)"


def test_one_unserved_place_alone_can_be_drawn() -> None:
    alone = stop(0, "測試丁", HALL.lat, HALL.lon, kind="unserved")
    data = Elements(FoliumRouteMaps().page(route(stops=(alone,), legs=()))).data()
    assert [(each["key"], each["label"]) for each in data["stops"]] == [("unserved", "!")]


def test_a_route_without_stops_is_refused() -> None:
    with pytest.raises(ValueError, match="without stops"):
        FoliumRouteMaps().page(route(stops=(), legs=()))
    with pytest.raises(ValueError, match="without stops"):
        FoliumRouteMaps().drawing(route(stops=(), legs=()))

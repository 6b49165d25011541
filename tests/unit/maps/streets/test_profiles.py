import pytest

from maps.travel.streets.profiles import BICYCLE, CAR, MODES, SCOOTER, WALK, allowed, rank_of, stopped


def users(**tags: str) -> dict[str, str]:
    """By mode, where it may go: `both`, `along`, `against`; not there at all: nowhere."""
    who = allowed({key.replace("__", ":"): value for key, value in tags.items()})
    ways = {(True, True): "both", (True, False): "along", (False, True): "against"}
    directions = ((mode, (who.along[n] > 0, who.against[n] > 0)) for n, mode in enumerate(MODES))
    return {mode: ways[both] for mode, both in directions if any(both)}


EVERYBODY = dict.fromkeys(MODES, "both")
ON_FOOT = {"walk": "both"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, EVERYBODY),
        ({"highway": "motorway"}, {"car": "along"}),
        ({"highway": "trunk", "motorroad": "yes"}, {"car": "both"}),
        ({"highway": "trunk", "motorroad": "yes", "motorcycle": "yes"}, {"car": "both", "scooter": "both"}),
        ({"highway": "steps"}, ON_FOOT),
        ({"highway": "footway"}, {"walk": "both", "bicycle": "both"}),
        ({"highway": "footway", "bicycle": "no"}, ON_FOOT),
        ({"highway": "footway", "access": "yes"}, {"walk": "both", "bicycle": "both"}),
        ({"highway": "footway", "motorcycle": "yes"}, {"walk": "both", "bicycle": "both", "scooter": "both"}),
        ({"highway": "cycleway", "foot": "no"}, {"bicycle": "both"}),
        ({"highway": "service", "access": "private"}, {}),
        ({"highway": "residential", "access": "no", "foot": "yes"}, ON_FOOT),
        ({"highway": "residential", "access": "destination"}, EVERYBODY),
        ({"highway": "residential", "motor_vehicle": "no"}, {"walk": "both", "bicycle": "both"}),
        ({"highway": "residential", "motor_vehicle": "no", "motorcycle": "yes"},
         {"walk": "both", "bicycle": "both", "scooter": "both"}),
        ({"highway": "construction"}, {}),
        ({"building": "yes"}, {}),
    ],
)  # fmt: skip
def test_who_may_use_a_street(tags: dict[str, str], expected: dict[str, str]) -> None:
    assert users(**tags) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"oneway": "yes"}, "along"),
        ({"oneway": "-1"}, "against"),
        ({"oneway": "no"}, "both"),
        ({"junction": "roundabout"}, "along"),
        ({"junction": "roundabout", "oneway": "no"}, "both"),
    ],
)
def test_one_way_holds_for_vehicles_only(tags: dict[str, str], expected: str) -> None:
    assert users(highway="residential", **tags) == {
        "walk": "both", "bicycle": expected, "scooter": expected, "car": expected,
    }  # fmt: skip


def test_one_way_may_be_said_for_one_mode_alone() -> None:
    assert users(highway="residential", oneway="yes", oneway__bicycle="no")["bicycle"] == "both"
    assert users(highway="residential", oneway="yes", cycleway="opposite_lane")["bicycle"] == "both"
    assert users(highway="residential", oneway="yes", oneway__motorcycle="no") == {
        "walk": "both", "bicycle": "along", "scooter": "both", "car": "along",
    }  # fmt: skip


def test_a_posted_limit_holds_where_it_is_lower() -> None:
    assert allowed({"highway": "primary", "maxspeed": "20"}).along[CAR] == 20
    assert allowed({"highway": "primary", "maxspeed": "110"}).along[CAR] < 60
    assert allowed({"highway": "primary", "maxspeed": "signals"}) == allowed({"highway": "primary"})


def test_who_is_stopped_on_the_way() -> None:
    assert stopped({"barrier": "bollard"}) == {CAR}
    assert stopped({"barrier": "gate"}) == set()
    assert stopped({"barrier": "gate", "access": "private"}) == {WALK, BICYCLE, SCOOTER, CAR}
    assert stopped({"barrier": "gate", "access": "private", "foot": "yes"}) == {BICYCLE, SCOOTER, CAR}
    assert stopped({"barrier": "cycle_barrier", "motorcycle": "yes"}) == {CAR}


def test_what_is_drawn() -> None:
    assert rank_of({"highway": "primary"}) == "main"
    assert rank_of({"highway": "residential", "access": "private"}) == "street"
    assert rank_of({"waterway": "canal"}) == rank_of({"natural": "water"}) == "water"
    assert rank_of({"waterway": "canal", "tunnel": "culvert"}) is None
    assert rank_of({"highway": "construction"}) is rank_of({"natural": "tree"}) is None

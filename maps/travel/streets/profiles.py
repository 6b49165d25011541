"""Who may use a street, in which direction and how fast: from the tags of OpenStreetMap to kilometres an hour.

All speeds are assumptions for a town by day, without the seconds that a junction takes; a posted limit holds where it
is lower. Meanings of the tags: the pages Key:highway, Key:access, Key:oneway and OSM tags for routing of the
OpenStreetMap wiki. Scooters keep off motorways, and off expressways, which the map marks `motorroad` or closes to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maps.travel.estimate import PACES
from outreach.ports import StreetRank

MODES = ("walk", "bicycle", "scooter", "car")
WALK, BICYCLE, SCOOTER, CAR = range(len(MODES))
WALKING = PACES["walk"].metres_a_minute * 60 / 1000
"""Kilometres an hour on foot."""

Speeds = tuple[float, float, float, float]
Tags = Mapping[str, str]

NOBODY: Speeds = (0, 0, 0, 0)
CLASSES: dict[str, Speeds] = {
    "motorway": (0, 0, 0, 80),
    "motorway_link": (0, 0, 0, 50),
    "trunk": (WALKING, 0, 45, 50),
    "trunk_link": (WALKING, 0, 35, 40),
    "primary": (WALKING, 13, 36, 38),
    "primary_link": (WALKING, 13, 30, 32),
    "secondary": (WALKING, 13, 34, 36),
    "secondary_link": (WALKING, 13, 30, 30),
    "tertiary": (WALKING, 13, 32, 32),
    "tertiary_link": (WALKING, 13, 28, 28),
    "unclassified": (WALKING, 13, 28, 28),
    "residential": (WALKING, 13, 25, 25),
    "road": (WALKING, 12, 20, 20),
    "living_street": (WALKING, 11, 15, 15),
    "service": (WALKING, 11, 15, 12),
    "track": (WALKING, 9, 12, 10),
    "pedestrian": (WALKING, 6, 0, 0),
    "cycleway": (WALKING, 14, 0, 0),
    "footway": (WALKING, 5, 0, 0),
    "path": (WALKING, 9, 0, 0),
    "bridleway": (WALKING, 0, 0, 0),
    "steps": (WALKING / 2, 0, 0, 0),
}
"""By class of street and mode; 0: not unless its own tags say so."""
OPENED: Speeds = (WALKING, 10, 12, 10)
"""Where a class is not for a mode, and its tags open it."""

KEYS = (
    ("access", "foot"),
    ("access", "vehicle", "bicycle"),
    ("access", "vehicle", "motor_vehicle", "motorcycle"),
    ("access", "vehicle", "motor_vehicle", "motorcar"),
)
"""By mode: the tags that say who may, the more special ones last; the last that is there holds."""
NO = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath", "restricted"})
YES = frozenset({"yes", "designated", "permissive", "official", "destination", "customers", "delivery", "dismount"})
ONE_WAY, AGAINST, BOTH = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"}), frozenset({"no", "false", "0"})
ONE_WAY_KEYS = ("", "oneway:bicycle", "oneway:motorcycle", "oneway:motorcar")
IMPLIED = frozenset({"motorway", "motorway_link"})
BARRED: dict[str, tuple[int, ...]] = {
    "bollard": (CAR,),
    "block": (CAR,),
    "jersey_barrier": (CAR,),
    "planter": (CAR,),
    "cycle_barrier": (SCOOTER, CAR),
    "stile": (BICYCLE, SCOOTER, CAR),
    "turnstile": (BICYCLE, SCOOTER, CAR),
    "kissing_gate": (BICYCLE, SCOOTER, CAR),
}
"""What stands on a street, and whom it stops; gates and lift gates stop whom their tags name."""

JUNCTION = (40, 40, 90, 60)
"""Tenths of seconds, by mode, that a junction takes on average. For scooters it holds what turning left in two stages
costs: one of some eight junctions is such a turn, and waits about 40 seconds for the cross street's light."""
SIGNALS = (150, 130, 170, 170)
"""The same where traffic lights stand: half of a usual red, and for half of the arrivals none."""

RANKS: dict[str, StreetRank] = {
    **dict.fromkeys(("motorway", "trunk", "primary", "secondary"), "main"),
    **dict.fromkeys(("motorway_link", "trunk_link", "primary_link", "secondary_link"), "main"),
    **dict.fromkeys(("tertiary", "tertiary_link", "unclassified", "residential", "road"), "street"),
    **dict.fromkeys(("living_street", "service", "track", "pedestrian"), "lane"),
    **dict.fromkeys(("cycleway", "footway", "path", "bridleway", "steps"), "path"),
}
WATERWAYS = frozenset({"river", "canal", "stream", "drain", "ditch", "tidal_channel", "riverbank"})


@dataclass(frozen=True, slots=True)
class Allowed:
    """Kilometres an hour along a street and against it, by mode in the order of `MODES`; 0: not allowed."""

    along: Speeds
    against: Speeds


def allowed(tags: Tags) -> Allowed:
    """Who may use the street with these tags; nobody, where it is none."""
    usual = CLASSES.get(tags.get("highway", ""))
    if usual is None or (tags.get("area") == "yes" and tags.get("highway") not in ("pedestrian", "footway")):
        return Allowed(NOBODY, NOBODY)
    limit = _limit(tags.get("maxspeed", ""))
    along, against = [], []
    for mode in range(len(MODES)):
        speed = min(_speed(tags, mode, usual[mode]), limit)
        way = _direction(tags, mode)
        along.append(0 if way == "against" else speed)
        against.append(0 if way == "along" else speed)
    return Allowed((along[0], along[1], along[2], along[3]), (against[0], against[1], against[2], against[3]))


def stopped(tags: Tags) -> frozenset[int]:
    """The modes (as indexes) that cannot pass a point of a street with these tags."""
    kind = tags.get("barrier", "")
    modes = set(BARRED.get(kind, ()))
    if kind or "access" in tags:
        for mode in range(len(MODES)):
            said = _said(tags, mode)
            if said in NO:
                modes.add(mode)
            elif said in YES:
                modes.discard(mode)
    return frozenset(modes)


def rank_of(tags: Tags) -> StreetRank | None:
    """How broad it is drawn, `water` for water, `None` for what is not drawn."""
    if tags.get("waterway") in WATERWAYS or tags.get("natural") == "water":
        return "water" if tags.get("tunnel") in (None, "no") else None
    return RANKS.get(tags.get("highway", ""))


def _said(tags: Tags, mode: int) -> str | None:
    return next((tags[key] for key in reversed(KEYS[mode]) if key in tags), None)


def _speed(tags: Tags, mode: int, usual: float) -> float:
    said = _said(tags, mode)
    if said in NO or (tags.get("motorroad") == "yes" and mode != CAR and KEYS[mode][-1] not in tags):
        return 0
    # A general "yes" opens nothing that is not meant for the mode: a footway open to the public is no street for cars.
    if usual == 0 and said in YES and KEYS[mode][-1] in tags:
        return OPENED[mode]
    return usual


def _direction(tags: Tags, mode: int) -> str:
    if mode == WALK:
        return "both"
    said = tags.get(ONE_WAY_KEYS[mode], tags.get("oneway", ""))
    if mode == BICYCLE and tags.get("cycleway", "").startswith("opposite"):
        return "both"
    if said in AGAINST:
        return "against"
    implied = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") in IMPLIED
    return "along" if said in ONE_WAY or (implied and said not in BOTH) else "both"


def _limit(text: str) -> float:
    number = text.removesuffix("km/h").strip()
    return max(float(number), 5.0) if number.isdecimal() else 200.0

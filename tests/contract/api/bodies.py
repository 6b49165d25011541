"""What can be handed in to make one record of each kind, for the small office."""

from __future__ import annotations

from typing import Any

from tests.api_site import ApiSite

HALL = {"address": "育平路316號", "village": "育平里"}
SEAT = {"roles": ["volunteer"]}


def bodies(api: ApiSite) -> dict[str, dict[str, Any]]:
    """A body for each kind that is kept by hand; their references are made on the way."""
    everybody = api.coordinator
    unit_id = everybody.all("/units")[0]["id"]
    client_id = everybody.all("/clients")[0]["id"]
    visit_id = next(one["id"] for one in everybody.all("/services") if one["block"] == "visit")
    gift = {"name": "重陽禮金", "letter": "禮", "block": "delivery", "minutes": 10, "crew": [SEAT]}
    gift_id = everybody.post("/services", gift).json()["id"]
    return {
        "units": {"name": "示範戶政事務所", "place": HALL, "phone": "06-000-0200"},
        "people": {
            "code": "V100",
            "name": "測試人員",
            "unit_id": unit_id,
            "role": "volunteer",
            "villages": ["育平里"],
            "turns": {"noon": 2},
            "exempt": ["evening"],
            "skills": [{"skill": "居家打掃", "expires": "2027-12-31"}, {"skill": "急救"}],
            "availability": [
                {"weekday": 1, "start": "08:00", "end": "12:00"},
                {"date": "2026-12-05", "start": "09:00", "end": "11:00"},
            ],
            "deputies": [one["id"] for one in everybody.all("/people")[:2]],
        },
        "clients": {
            "code": "C100",
            "name": "測試對象",
            "birth_year": 1940,
            "place": {"address": "", "village": "育平里"},
            "languages": ["閩南語"],
            "wishes": [{"person_id": everybody.all("/people")[0]["id"], "wish": "refused"}],
        },
        "services": {
            "name": "就醫陪伴",
            "letter": "醫",
            "minutes": 120,
            "crew": [{"roles": ["volunteer", "staff"], "unit": "示範區公所", "skills": ["急救"]}],
            "earliest": "08:00",
            "latest": "15:00",
        },
        "kits": {"name": "戶政行動箱", "count": 2},
        "care-plans": {"code": "P100", "client_id": client_id, "service_id": visit_id, "times_per_week": 2},
        "tasks": {"code": "T100", "client_id": client_id, "service_id": visit_id, "deadline": "2026-12-04"},
        "desks": {
            "code": "D100",
            "name": "夜間服務台",
            "letter": "夜",
            "unit_id": unit_id,
            "weekdays": "24",
            "start": "17:30",
            "end": "20:00",
            "required": [SEAT],
        },
        "shifts": {"desk_id": everybody.all("/desks")[0]["id"], "date": "2026-12-02", "cancelled": True},
        "drives": {
            "code": "R100",
            "name": "到校受理",
            "letter": "校",
            "unit_id": unit_id,
            "date": "2026-12-03",
            "start": "09:00",
            "end": "11:30",
            "required": [SEAT],
            "expected": 120,
        },
        "campaigns": {
            "name": "重陽節",
            "service_id": gift_id,
            "first": "2026-10-12",
            "last": "2026-10-18",
            "recipients": [{"client_id": client_id, "units": 2}],
        },
        "trainings": {
            "person_id": everybody.all("/people")[0]["id"],
            "kind": "special",
            "category": "社會福利",
            "hours": 6,
            "date": "2026-03-14",
            "provider": "示範區公所",
        },
        "insurances": {
            "person_id": everybody.all("/people")[0]["id"],
            "start": "2026-01-01",
            "end": "2026-12-31",
            "policy": "團險",
        },
        "training-rules": {"kind": "basic", "hours": 4.5, "start": "2027-01-01"},
    }


def holds(shown: Any, given: Any) -> bool:
    """Whether what is shown says all that was given."""
    if isinstance(given, dict):
        return all(holds(shown[name], value) for name, value in given.items() if value != "")
    if isinstance(given, list):
        return len(shown) == len(given) and all(map(holds, shown, given))
    return bool(shown == given)

"""Where the sample's public buildings stand.

Real buildings, with positions good to about 200 m: the district office, the library beside it, the old street and the
junior high of the next district. The registration office, the hospital and the day care centre are invented.
"""

from __future__ import annotations

from outreach.ports import Point
from outreach.sample.homes import Home

DISTRICT = "示範區公所"
REGISTRATION = "示範戶政事務所"

DISTRICT_OFFICE = Home("育平路316號", "育平里", Point(lat=22.9893, lon=120.1661))
LIBRARY = Home("安平圖書館", "育平里", Point(lat=22.9901, lon=120.1667))
OLD_STREET = Home("安平老街", "金城里", Point(lat=22.9990, lon=120.1600))
SCHOOL = Home("府前路一段239號（建興國中）", "", Point(lat=22.9889, lon=120.2025))

REGISTRATION_OFFICE = Home("示範三路88號", "建平里", Point(lat=22.9936, lon=120.1822))
HOSPITAL = Home("示範大道1號（示範醫院）", "", Point(lat=22.9975, lon=120.1935))
DAY_CARE = Home("示範六路66號（示範日照中心）", "文平里", Point(lat=22.9872, lon=120.1828))

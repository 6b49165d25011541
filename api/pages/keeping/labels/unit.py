"""The words of a unit's form."""

from api.pages.keeping.labels.word import Word

FIELDS = {
    "name": Word("單位名稱", "Name of the unit"),
    "place": Word("地點", "Place"),
    "phone": Word("電話", "Phone"),
}
GROUPS = ()

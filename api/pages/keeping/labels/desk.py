"""The words of the forms of desks and of their shifts."""

from api.pages.keeping.labels.word import BASICS, MORE, SEATS, WHEN, WHERE, Word

_LETTER = Word("代字", "Letter", "班表上用的一個字，例：台。", "One character on the roster, such as 台.")
_REQUIRED = Word("必要名額", "Required seats", "沒有人就算缺。", "Empty ones count as missed.")
_DESIRED = Word("希望名額", "Desired seats", "有人就排。", "Filled when somebody is free.")

FIELDS = {
    "code": Word("編號", "Code", "例：D01。", "Such as D01."),
    "name": Word("名稱", "Name"),
    "letter": _LETTER,
    "unit_id": Word("單位", "Unit"),
    "place": Word("地點", "Place", "不填就是單位所在地。", "Empty: where the unit is."),
    "weekdays": Word("星期", "Weekdays"),
    "start": Word("開始", "Start"),
    "end": Word("結束", "End"),
    "required": _REQUIRED,
    "desired": _DESIRED,
    "turn": Word("輪值類別", "Turn", "要輪流分攤的班才選。", "For shifts that are shared out fairly."),
    "staff_at_least": Word("至少幾位職員", "Staff at least"),
}
GROUPS = (
    (BASICS, ("name", "code", "letter", "unit_id")),
    (WHEN, ("weekdays", "start", "end", "turn")),
    (SEATS, ("required", "desired", "staff_at_least")),
    (WHERE, ("place",)),
)

SHIFT_FIELDS = {
    "desk_id": Word("服務台", "Desk"),
    "date": Word("日期", "Date"),
    "start": Word("開始", "Start", "不填就照平常。", "Empty: as always."),
    "end": Word("結束", "End", "不填就照平常。", "Empty: as always."),
    "required": Word("必要名額", "Required seats", "不列就照平常。", "None: as always."),
    "desired": Word("希望名額", "Desired seats", "不列就照平常。", "None: as always."),
    "cancelled": Word("停開", "Closed that day"),
    "note": Word("備註", "Note"),
}
SHIFT_GROUPS = ((BASICS, ("desk_id", "date", "cancelled", "note")), (WHEN, ("start", "end")), (SEATS, ()))

DRIVE_FIELDS = {
    "code": Word("編號", "Code", "例：R01。", "Such as R01."),
    "name": Word("名稱", "Name"),
    "letter": Word("代字", "Letter", "班表上用的一個字，例：校。", "One character on the roster, such as 校."),
    "unit_id": Word("單位", "Unit"),
    "place": Word("學校或駐點", "School or site", "不填就是單位所在地。", "Empty: where the unit is."),
    "date": Word("日期", "Date"),
    "start": Word("開始", "Start"),
    "end": Word("結束", "End"),
    "required": _REQUIRED,
    "desired": _DESIRED,
    "kit_id": Word("要帶的工作箱", "Kit to bring"),
    "expected": Word("應到人數", "People expected"),
}
DRIVE_GROUPS = (
    (BASICS, ("name", "code", "letter", "unit_id", "expected")),
    (WHEN, ("date", "start", "end")),
    (WHERE, ("place",)),
    (SEATS, ("required", "desired")),
    (MORE, ("kit_id",)),
)

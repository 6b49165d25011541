"""The words of absences, closed days and pins."""

from api.pages.keeping.labels.word import Word

_BY_HAND = Word("手動登記", "Entered by hand")

ABSENCE = {
    "person_id": Word("人員", "Person"),
    "start": Word("開始", "From"),
    "end": Word("結束", "Until"),
    "reason": Word("事由", "Reason"),
    "by_hand": _BY_HAND,
}
CLOSED_DAY = {
    "date": Word("日期", "Date"),
    "villages": Word("只停哪些里", "Only these 里"),
    "reason": Word("事由", "Reason"),
}
PIN = {
    "item": Word("項目編號", "Item"),
    "date": Word("日期", "Date"),
    "seat": Word("第幾個名額", "Seat"),
    "person_id": Word("人員", "Person"),
    "start": Word("開始", "Start"),
    "never": Word("不可排", "Bar"),
    "by_hand": _BY_HAND,
}

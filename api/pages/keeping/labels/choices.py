"""What the values are called that a field may have."""

from api.pages.keeping.labels.word import Word

_NOT_SAID = Word("未填", "Not said")
ROLES = {
    "volunteer": Word("志工", "Volunteer"),
    "substitute": Word("替代役", "Substitute service"),
    "staff": Word("職員", "Staff"),
}
TURNS = {
    "": Word("不輪值", "No turn"),
    "noon": Word("午班", "Noon"),
    "evening": Word("夜班", "Evening"),
    "weekend": Word("週末班", "Weekend"),
    "holiday": Word("假日班", "Holiday"),
}
WEEKDAYS = {
    "1": Word("一", "Mon"),
    "2": Word("二", "Tue"),
    "3": Word("三", "Wed"),
    "4": Word("四", "Thu"),
    "5": Word("五", "Fri"),
    "6": Word("六", "Sat"),
    "7": Word("日", "Sun"),
}
CHOICES = {
    "role": ROLES,
    "roles": ROLES,
    "gender": {"": _NOT_SAID, "F": Word("女", "Female"), "M": Word("男", "Male")},
    "mode": {
        "walk": Word("步行", "On foot"),
        "bicycle": Word("腳踏車", "Bicycle"),
        "scooter": Word("機車", "Scooter"),
        "car": Word("汽車", "Car"),
    },
    "turns": TURNS,
    "turn": TURNS,
    "exempt": TURNS,
    "weekday": WEEKDAYS,
    "wish": {"preferred": Word("固定找這位", "Preferred"), "refused": Word("不要這位", "Refused")},
    "companion": {
        "": Word("沒有規定", "None"),
        "two_persons": Word("要兩人同行", "Two people"),
        "same_gender": Word("要有同性別的人在場", "Somebody of the same gender"),
    },
    "block": {"visit": Word("訪視", "Visit"), "delivery": Word("送禮", "Delivery")},
    "kind": {"basic": Word("基礎訓練", "Basic"), "special": Word("特殊訓練", "Special")},
}
YES_NO = (Word("否", "No"), Word("是", "Yes"))

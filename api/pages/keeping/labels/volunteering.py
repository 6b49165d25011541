"""The words of trainings, insurances and rules of training."""

from api.pages.keeping.labels.word import BASICS, Word

_KIND = Word("訓練", "Training")
CATEGORY = Word(
    "志願服務類別",
    "Category of service",
    "例：社會福利。要和服務項目寫得一樣。",
    "Such as 社會福利, written as the service writes it.",
)

TRAINING = {
    "person_id": Word("志工", "Volunteer"),
    "kind": _KIND,
    "category": Word(
        "類別",
        "Category",
        "特殊訓練才填，例：社會福利。要和服務項目寫得一樣。",
        "Of special training, such as 社會福利, written as the service writes it.",
    ),
    "hours": Word(
        "訓練時數", "Hours of training", "訓練時數另外計算，不算服務時數。", "Kept apart from service hours."
    ),
    "date": Word("完成日期", "Completed on"),
    "provider": Word("辦理單位", "Provider"),
}
TRAINING_GROUPS = ((BASICS, tuple(TRAINING)),)
INSURANCE = {
    "person_id": Word("志工", "Volunteer"),
    "start": Word("保險開始", "Insured from"),
    "end": Word("保險最後一天", "Insured until", "這一天也算在內。", "This day included."),
    "policy": Word("保單", "Policy", "保單號碼或名稱。", "Its number or name."),
}
INSURANCE_GROUPS = ((BASICS, tuple(INSURANCE)),)
TRAINING_RULE = {
    "kind": _KIND,
    "category": Word(
        "類別",
        "Category",
        "基礎訓練留空；特殊訓練留空，表示沒有類別的服務要的時數。",
        "Empty for basic training; empty for special training: of services without a category.",
    ),
    "hours": Word("要幾小時", "Hours asked", "填 0 就是不要求。", "0 asks for none."),
    "start": Word(
        "從哪天開始",
        "From",
        "以前的時數，和已經完成訓練的人，都不受影響。",
        "Hours before, and those who are trained already, stay as they are.",
    ),
}
TRAINING_RULE_GROUPS = ((BASICS, tuple(TRAINING_RULE)),)

"""The words of a service's form."""

from api.pages.keeping.labels.volunteering import CATEGORY
from api.pages.keeping.labels.word import BASICS, MORE, SEATS, WHEN, Word

FIELDS = {
    "name": Word("服務名稱", "Name of the service"),
    "letter": Word("代字", "Letter", "班表上用的一個字，例：訪。", "One character on the roster, such as 訪."),
    "block": Word("類別", "Kind of work"),
    "unit_id": Word("單位", "Unit"),
    "minutes": Word("服務時間（分）", "Minutes of service"),
    "crew": Word("名額", "Seats", "要幾個人一起去，就列幾個名額。", "One row for each person who goes together."),
    "earliest": Word("最早開始", "Earliest start"),
    "latest": Word("最晚開始", "Latest start"),
    "kit_id": Word("要帶的工作箱", "Kit to bring"),
    "mandatory": Word("必排", "Mandatory", "排不進去就算缺。", "When it is left out, it counts as missed."),
    "weight": Word("權重", "Weight", "1 到 1000；越大越先排。", "1 to 1000; more is served first."),
    "category": CATEGORY,
    "village_owner": Word("第 1 個名額限該里的里幹事", "Seat 1: only the 里幹事 of the client's 里"),
    "speaks_language": Word("第 1 個名額要通對方的語言", "Seat 1: speaks one of the client's languages"),
    "signature": Word("到府要簽名", "Signed at the door", "簽在手機上，或寫見證人。", "On the phone, or a witness."),
    "satisfaction": Word("問滿意度", "Asks how satisfied", "請對方給 1 到 5 分。", "The client gives 1 to 5."),
}
GROUPS = (
    (BASICS, ("name", "letter", "block", "unit_id", "minutes", "kit_id", "category")),
    (SEATS, ("crew", "village_owner", "speaks_language")),
    (WHEN, ("earliest", "latest")),
    (MORE, ("mandatory", "weight", "signature", "satisfaction")),
)

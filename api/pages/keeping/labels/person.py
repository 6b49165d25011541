"""The words of a person's form."""

from api.pages.keeping.labels.word import BASICS, MORE, WHERE, Word

FIELDS = {
    "code": Word("編號", "Code", "例：V001。匯入時用它認人。", "Such as V001. Imports know people by it."),
    "name": Word("姓名", "Name"),
    "unit_id": Word("單位", "Unit"),
    "role": Word("身分", "Role"),
    "title": Word("職稱", "Title"),
    "gender": Word("性別", "Gender"),
    "mode": Word("交通方式", "Travel mode"),
    "base": Word(
        "據點",
        "Base",
        "出發和回到的地方；不填就是單位所在地。",
        "Where duties start and end; empty: where the unit is.",
    ),
    "capacity": Word("一次可載份數", "Gift units carried at once"),
    "max_day_hours": Word("每日上限時數", "Most hours a day"),
    "max_week_hours": Word("每週上限時數", "Most hours a week"),
    "target_week_hours": Word("每週目標時數", "Target hours a week"),
    "max_days": Word("每週天數上限", "Most days a week"),
    "villages": Word(
        "責任里", "里 in charge of", "里幹事負責的里，幾個就用「、」分開。", "Of a 里幹事; put “、” between several."
    ),
    "languages": Word("語言", "Languages", "幾種就用「、」分開。", "Put “、” between several."),
    "turns": Word("已輪次數", "Turns so far", "這段期間已經輪過幾次。", "Turns had in this period."),
    "exempt": Word("不輪的班", "Exempt from turns"),
    "phone": Word("電話", "Phone"),
    "email": Word("電子郵件", "E-mail", "通知寄到這裡。", "Messages go there."),
    "skills": Word("資格", "Skills", "有效期限不填就是長期有效。", "Without an expiry it stays valid."),
    "skills.skill": Word("資格名稱", "Skill"),
    "skills.expires": Word("有效到", "Valid until"),
    "availability": Word(
        "可服勤時段", "Availability", "每週固定填星期；只有那一天填日期。", "A weekday for every week, or one date."
    ),
    "availability.weekday": Word("星期", "Weekday"),
    "availability.date": Word("或日期", "Or one date"),
    "availability.start": Word("開始", "Start"),
    "availability.end": Word("結束", "End"),
    "deputies": Word("代理人", "Deputies", "請假時依順序找誰。", "Who stands in, in this order."),
}
GROUPS = (
    (BASICS, ("name", "code", "unit_id", "role", "title", "gender")),
    (Word("聯絡", "Contact"), ("phone", "email")),
    (Word("可服勤時段與資格", "Availability and skills"), ("availability", "skills", "languages", "deputies")),
    (
        Word("時數與輪值", "Hours and turns"),
        ("target_week_hours", "max_week_hours", "max_day_hours", "max_days", "turns", "exempt"),
    ),
    (WHERE, ("mode", "capacity", "villages", "base")),
    (MORE, ()),
)

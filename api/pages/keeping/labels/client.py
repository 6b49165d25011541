"""The words of a client's form."""

from api.pages.keeping.labels.word import BASICS, WHERE, Word

FIELDS = {
    "code": Word("編號", "Code", "例：C0001。匯入時用它認人。", "Such as C0001. Imports know clients by it."),
    "name": Word("姓名", "Name"),
    "gender": Word("性別", "Gender"),
    "birth_year": Word("出生年（西元）", "Year of birth", "例：1940（民國 29 年）。", "Such as 1940."),
    "place": Word("住處", "Home"),
    "phone": Word("電話", "Phone"),
    "contact": Word(
        "聯絡人", "Contact person", "沒人應門時打給誰，例：女兒 許小姐。", "Whom to call when nobody opens."
    ),
    "contact_phone": Word("聯絡人電話", "Contact's phone"),
    "need_grade": Word(
        "需求等級", "Need grade", "1 到 4，4 最常要看；還沒評就填 0。", "1 to 4, 4 is seen most; 0: not graded."
    ),
    "groups": Word("類別", "Groups", "例：獨居、低收。幾項就用「、」分開。", "Such as 獨居; put “、” between several."),
    "languages": Word("語言", "Languages", "幾種就用「、」分開。", "Put “、” between several."),
    "companion": Word("同行規定", "Companion rule"),
    "note": Word("備註", "Note", "到府的人會看到。", "Whoever goes there reads it."),
    "wishes": Word("指定或不要的人員", "Wishes about people"),
    "wishes.person_id": Word("人員", "Person"),
    "wishes.wish": Word("意願", "Wish"),
}
GROUPS = (
    (BASICS, ("name", "code", "phone", "gender", "birth_year", "need_grade")),
    (WHERE, ("place",)),
    (
        Word("服務時注意", "At the door"),
        ("contact", "contact_phone", "note", "companion", "languages", "groups", "wishes"),
    ),
)

"""The words of one seat, wherever a form has seats."""

from api.pages.keeping.labels.word import Word

FIELDS = {
    "roles": Word("哪些身分可以", "Roles that may take it"),
    "unit": Word("限哪個單位的人", "Only people of this unit"),
    "skills": Word(
        "要有的資格", "Skills needed", "幾項就用「、」分開，每項都要有。", "Put “、” between several; all are needed."
    ),
}

"""The words of a kit's form."""

from api.pages.keeping.labels.word import Word

FIELDS = {
    "name": Word("工作箱名稱", "Name of the kit"),
    "count": Word("數量", "How many"),
    "turnaround": Word(
        "整備分鐘", "Minutes between two uses", "用完到下次能用要隔幾分鐘。", "From one use to the next."
    ),
}
GROUPS = ()

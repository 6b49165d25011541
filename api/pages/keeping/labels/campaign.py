"""The words of a campaign's form."""

from api.pages.keeping.labels.word import BASICS, Word

FIELDS = {
    "name": Word("節慶名稱", "Name", "例：115 年重陽節。", "Such as 115 年重陽節."),
    "service_id": Word("服務項目", "Service", "選「送禮」類的。", "One of the deliveries."),
    "first": Word("開始日期", "First day"),
    "last": Word("結束日期", "Last day"),
    "recipients": Word(
        "發送名單",
        "Recipients",
        "一行一位：對象編號，要多份再空一格寫份數。可以從試算表整欄貼上。",
        "One a line: the client's code, then the units where it is more than one. A column can be pasted.",
    ),
    "recipients.client_id": Word("服務對象", "Client"),
    "recipients.units": Word("份數", "Units"),
}
GROUPS = ((BASICS, ("name", "service_id", "first", "last")), (Word("名單", "List"), ("recipients",)))

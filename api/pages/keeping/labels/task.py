"""The words of the form of a task that is asked for once."""

from api.pages.keeping.labels.word import BASICS, MORE, WHEN, Word

FIELDS = {
    "code": Word("編號", "Code", "例：T0001。", "Such as T0001."),
    "client_id": Word("服務對象", "Client", "打編號或姓名找。", "Type a code or a name."),
    "service_id": Word("服務項目", "Service"),
    "date": Word("約定日期", "On this date", "和期限選一項填。", "Either this or a deadline."),
    "earliest_date": Word("最早日期", "Not before"),
    "deadline": Word("期限", "By this date"),
    "earliest": Word("最早開始", "Earliest start", "不填就照服務項目。", "Empty: as the service says."),
    "latest": Word("最晚開始", "Latest start", "不填就照服務項目。", "Empty: as the service says."),
    "minutes": Word("服務時間（分）", "Minutes of service", "不填就照服務項目。", "Empty: as the service says."),
    "end_place": Word("目的地", "Destination", "陪同外出才填，例：醫院。", "For escorts only, such as a hospital."),
    "urgent": Word("急件", "Urgent", "一定要排。", "It has to be served."),
    "cancelled": Word("取消", "Cancelled", "不用去了，紀錄留著。", "Not wanted any more; the record stays."),
    "note": Word("備註", "Note"),
}
GROUPS = (
    (BASICS, ("client_id", "service_id", "code", "urgent")),
    (WHEN, ("date", "deadline", "earliest_date", "earliest", "latest", "minutes")),
    (MORE, ("note", "end_place", "cancelled")),
)

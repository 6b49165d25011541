"""The words of a care plan's form."""

from api.pages.keeping.labels.word import BASICS, MORE, Word

FIELDS = {
    "code": Word("編號", "Code", "例：P0001。", "Such as P0001."),
    "client_id": Word("服務對象", "Client", "打編號或姓名找。", "Type a code or a name."),
    "service_id": Word("服務項目", "Service"),
    "times_per_week": Word(
        "每週次數", "Times a week", "和間隔天數、約定日期、期限選一項填。", "One of the four says when."
    ),
    "every_days": Word("每隔幾天", "Every so many days"),
    "last_visit": Word("上次服務日", "Last visit", "從這天起算間隔。", "The days count from here."),
    "date": Word("約定日期", "On this date"),
    "deadline": Word("期限", "By this date"),
    "weekdays": Word("可服務日", "On these weekdays"),
    "earliest": Word("最早開始", "Earliest start", "不填就照服務項目。", "Empty: as the service says."),
    "latest": Word("最晚開始", "Latest start", "不填就照服務項目。", "Empty: as the service says."),
    "minutes": Word("服務時間（分）", "Minutes of service", "不填就照服務項目。", "Empty: as the service says."),
    "end_place": Word("目的地", "Destination", "陪同外出才填，例：醫院。", "For escorts only, such as a hospital."),
    "note": Word("備註", "Note"),
}
GROUPS = (
    (BASICS, ("client_id", "service_id", "code")),
    (
        Word("多久一次（四項填一項）", "How often (one of four)"),
        ("times_per_week", "every_days", "date", "deadline", "last_visit"),
    ),
    (Word("什麼時段", "At what time"), ("weekdays", "earliest", "latest", "minutes")),
    (MORE, ("note", "end_place")),
)

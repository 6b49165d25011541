"""The words of a place, wherever a form has one."""

from api.pages.keeping.labels.word import Word

FIELDS = {
    "address": Word("地址", "Address"),
    "village": Word("里", "里 (village)", "例：育平里", "Such as 育平里"),
    "lat": Word(
        "緯度",
        "Latitude",
        "不填就照地址找；找不到用里的中心。",
        "Without it, the address decides; else the middle of the 里.",
    ),
    "lon": Word("經度", "Longitude"),
}

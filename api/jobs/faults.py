"""Why a job failed, when nothing that a coordinator entered is wrong: a code, and a sentence in both languages."""

from __future__ import annotations

FAULTS = {
    "too_late": ("排隊等太久，沒有開始就逾時了，請再試一次。", "It waited too long for its turn; please try again."),
    "deadline": (
        "超過時限，而且還沒有可以保留的結果，請再試一次。",
        "Time ran out before there was anything to keep; please try again.",
    ),
    "memory": ("記憶體不足，沒有完成，原有的資料沒有變動。", "It ran out of memory; nothing was changed."),
    "crashed": (
        "處理中斷，沒有完成，原有的資料沒有變動，請再試一次。",
        "It broke off; nothing was changed. Please try again.",
    ),
    "broken": (
        "程式發生未預期的錯誤，原有的資料沒有變動，請通知系統管理者。",
        "An unexpected error; nothing was changed. Please tell whoever maintains the system.",
    ),
}


def fault(code: str) -> dict[str, str]:
    """The fault as a job keeps it."""
    zh, en = FAULTS[code]
    return {"code": code, "zh": zh, "en": en}

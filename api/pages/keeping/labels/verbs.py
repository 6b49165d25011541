"""What has been done, in a few words: the verbs under which changes are kept."""

from __future__ import annotations

from api.language import Language
from api.pages.keeping.labels.word import Word
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.kinds import KINDS

_OF_RECORDS = {
    "create": Word("新增{}", "Added: {}"),
    "correct": Word("修改{}", "Changed: {}"),
    "remove": Word("刪除{}", "Removed: {}"),
}
_VERBS = {
    "answer": Word("回覆勤務", "Answered a duty"),
    "apply fix": Word("套用補法", "Applied a fix"),
    "assign": Word("指定人員", "Assigned somebody"),
    "cancel job": Word("取消工作", "Cancelled a job"),
    "change account": Word("修改帳號", "Changed an account"),
    "change by hand": Word("手動調整班表", "Changed a roster by hand"),
    "change office": Word("修改機關設定", "Changed the office's settings"),
    "close day": Word("登記停班", "Closed a day"),
    "decide import": Word("決定匯入內容", "Decided about an import"),
    "discard": Word("捨棄草稿", "Discarded a draft"),
    "drop import": Word("取消匯入", "Dropped an import"),
    "end feed": Word("停用行事曆", "Ended a calendar feed"),
    "find places": Word("重新找位置", "Looked places up again"),
    "hand in": Word("交出檔案", "Handed in a file"),
    "import": Word("匯入", "Imported"),
    "keep import": Word("匯入", "Imported"),
    "keep try": Word("採用試排", "Kept a try"),
    "keep_change": Word("手動調整班表", "Changed a roster by hand"),
    "keep_import": Word("匯入", "Imported"),
    "look for fixes": Word("找補法", "Looked for fixes"),
    "make PINs": Word("製作 PIN", "Made PINs"),
    "make account": Word("新增帳號", "Made an account"),
    "make feed": Word("開通行事曆", "Made a calendar feed"),
    "make links": Word("製作個人連結", "Made personal links"),
    "pin": Word("鎖定", "Pinned"),
    "pin_stops": Word("鎖定", "Pinned"),
    "plan": Word("排班", "Planned"),
    "preview import": Word("預覽匯入", "Previewed an import"),
    "publish": Word("公布班表", "Published a roster"),
    "read": Word("已讀", "Read"),
    "remove": Word("取消名額", "Removed somebody from a seat"),
    "reopen day": Word("取消停班", "Reopened a day"),
    "replan": Word("重新排班", "Planned again"),
    "report absence": Word("登記請假", "Reported an absence"),
    "revoke link": Word("停用個人連結", "Revoked a personal link"),
    "sign off hours": Word("核定服務時數", "Signed off hours"),
    "stop job": Word("停止工作", "Stopped a job"),
    "undo by hand": Word("復原手動調整", "Undid a change by hand"),
    "undo_step": Word("復原手動調整", "Undid a change by hand"),
    "undo": Word("復原", "Undid a change"),
    "unpin": Word("解除鎖定", "Unpinned"),
    "withdraw absence": Word("取消請假", "Withdrew an absence"),
    "withdraw hours": Word("取消核定時數", "Took a sign-off of hours back"),
}
_OTHER = Word("其他變更", "Another change")


def verb_words(verb: str, language: Language) -> str:
    """What was done."""
    did, _, kind = verb.partition(" ")
    if did in _OF_RECORDS and kind in KINDS:
        return _OF_RECORDS[did].said(language).format(words_of_kind(kind)[language == "en"])
    return _VERBS.get(verb, _OTHER).said(language)

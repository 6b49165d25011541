"""The sentences that tell a clerk what to mend, in both languages, by code.

Those about a cell or a row are second halves: `第 12 列「身分」` or `Row 12, “role”` stands before them.
"""

from __future__ import annotations

# Reported, and the row is taken all the same.
NOTES = frozenset(
    {
        *("unknown_columns", "unknown_sheet", "duplicate_heading", "no_availability", "phone_unclear", "other_office"),
        *("found_neighbour", "found_lane", "found_road"),
        *("address_unreadable", "address_no_plate", "address_plate_far", "address_other_village"),
        "address_far_from_address",
    }
)

_CELLS = {
    "missing": ("沒有填：這一欄必填。", "is empty and must be filled in."),
    "too_long": ("太長：最多 {most} 個字。", "is too long: at most {most} characters."),
    "formula_error": ("是公式錯誤，請改填內容。", "holds a formula error; please type the value."),
    "bad_code": (
        "看不懂：編號請用文字、數字、「-」或「_」，最多 {most} 個字。",
        "is not a code: use letters, digits, “-” or “_”, at most {most}.",
    ),
    "bad_choice": ("看不懂：請填{choices_zh}。", "is unknown: use {choices_en}."),
    "bad_yes": ("看不懂：請填「是」或「否」。", "is unknown: use yes or no."),
    "bad_number": ("不是數字。", "is not a number."),
    "not_whole": ("要填整數。", "must be a whole number."),
    "out_of_range": ("要在 {least} 到 {most} 之間。", "must lie between {least} and {most}."),
    "bad_date": ("不是日期：請寫成 115/12/2 或 2026-12-02。", "is not a date: write 115/12/2 or 2026-12-02."),
    "ambiguous_date": (
        "年份不清楚：請寫三位數的民國年或四位數的西元年。",
        "has an unclear year: write three digits for an ROC year, four for a Western one.",
    ),
    "odd_date": ("的年份不合理，請再看一次。", "has an unlikely year; please look again."),
    "bad_time": ("不是時間：請寫成 08:30。", "is not a time of day: write 08:30."),
    "bad_weekdays": ("看不懂：請寫成「一、三、五」或「一至五」。", "is unclear: write 一、三、五, or Mon-Fri."),
    "bad_seats": (
        "看不懂：請寫成「職員 + 志工/替代役×2」這樣的名額，最多 {most} 個。",
        "is unclear: write seats like “staff + volunteer/substitute×2”, at most {most}.",
    ),
    "bad_skills": (
        "看不懂：請寫成「移位(116/12/31)、急救」，括號內是到期日。",
        "is unclear: write “lifting(2027-12-31)、first aid”, with the expiry in brackets.",
    ),
    "bad_turns": ("看不懂：請寫成「午班:2、夜班:1」。", "is unclear: write “午班:2、夜班:1”."),
    "bad_letter": ("只能有一個字。", "must be one single character."),
}

_ROWS = {
    "duplicate": ("和第 {other} 列重複，這一列沒有收。", "repeats row {other}; this row was not taken."),
    "duplicate_person": (
        "和第 {other} 列的姓名、電話都相同，這一列沒有收。",
        "has the same name and phone as row {other}; this row was not taken.",
    ),
    "unknown_link": (
        "在「{sheet_zh}」裡找不到，請先補上那一列或改正。",
        "is not among the {sheet_en}; add it there or correct it here.",
    ),
    "unknown_unit_of_seat": (
        "「@」後面的單位在「單位」裡找不到。",
        "names a unit behind “@” that is not among the units.",
    ),
    "unknown_village": ("有本區沒有的里，請改正里名。", "names a 里 that this district does not have."),
    "ends_before_start": ("要晚於「{start_zh}」。", "must be later than “{start_en}”."),
    "last_before_first": ("不能早於「{start_zh}」。", "must not be before “{start_en}”."),
    "latest_before_earliest": (
        "早於最早開始 {earliest}，中間沒有可開始的時間。",
        "lies before the earliest start {earliest}; no start is possible.",
    ),
    "coordinates_incomplete": ("緯度、經度要一起填。", "needs latitude and longitude together."),
    "outside_taiwan": (
        "的位置不在臺灣，緯度、經度是否填反了？",
        "lies outside Taiwan; are latitude and longitude swapped?",
    ),
    "outside_district": ("的位置不在本區，請再確認。", "lies outside the district; please check."),
    "village_differs": ("的位置在{found}，和填寫的里不同。", "lies in {found}, not in the 里 that is written."),
    "not_located": (
        "找不到位置：請填里名，或填緯度、經度。",
        "cannot be located: fill in the 里, or latitude and longitude.",
    ),
    "found_neighbour": (
        "不在門牌檔裡，位置先用鄰近的門牌；請核對。",
        "is not among the door plates; a door nearby stands for it. Please check.",
    ),
    "found_lane": (
        "不在門牌檔裡，位置只到巷弄；請核對或在地圖上標位置。",
        "is not among the door plates; the place is its lane's. Check it, or set the pin on the map.",
    ),
    "found_road": (
        "不在門牌檔裡，位置只到路段；請核對或在地圖上標位置。",
        "is not among the door plates; the place is its road's. Check it, or set the pin on the map.",
    ),
    "address_unreadable": (
        "看不懂，或不只一個意思；位置先用里的中心，請改正。",
        "cannot be read in one way only; the middle of the 里 stands for it. Please correct it.",
    ),
    "address_no_plate": (
        "在門牌檔裡找不到這條路；位置先用里的中心，請改正或在地圖上標位置。",
        "names no road of the door plates; the middle of the 里 stands for it. Correct it, or set the pin on the map.",
    ),
    "address_plate_far": (
        "在門牌檔裡的座標離它的里太遠；位置先用里的中心，請在地圖上標位置。",
        "has a plate far from its 里; the middle of the 里 stands for it. Set the pin on the map.",
    ),
    "address_other_village": (
        "寫的里和門牌檔的不同，請核對是哪一個。",
        "names another 里 than the door plates do; please check which it is.",
    ),
    "address_far_from_address": (
        "和填寫的座標相差超過 500 公尺；用了座標，請核對。",
        "lies over 500 m from the coordinates given; these were taken. Please check.",
    ),
    "no_availability": (
        "沒有可服勤時段，暫時排不到班；這個人已收錄。",
        "has no availability and cannot be planned yet; the person was taken.",
    ),
    "wishes_clash": ("同時列了固定和拒絕的同一位人員。", "names the same person as preferred and as refused."),
    "no_when": (
        "沒有寫何時服務：每週次數、間隔天數、約定日期、期限請填一項。",
        "does not say when: fill in one of times a week, every days, date and deadline.",
    ),
    "several_whens": (
        "每週次數、間隔天數、約定日期、期限只能填一項。",
        "must have only one of times a week, every days, date and deadline.",
    ),
    "no_weekday_left": (
        "可服務日只有 {days} 天，不夠排每週 {times} 次。",
        "allows {days} days, too few for {times} times a week.",
    ),
    "no_seats": ("沒有名額：必要名額、希望名額至少填一項。", "has no seats: fill in required or desired seats."),
    "wrong_block": (
        "的類別不合：這裡要用「{block_zh}」的服務。",
        "is of the wrong block: a service of block “{block_en}” is needed here.",
    ),
    "no_day": ("沒有寫哪一天：「星期」或「日期」請填一項。", "does not say which day: fill in weekdays or a date."),
    "two_days": ("「星期」和「日期」只能填一項。", "must have either weekdays or a date."),
    "own_deputy": ("不能是自己的代理人。", "must not name the person as their own deputy."),
    "category_missing": (
        "沒有填：特殊訓練要填類別，例：社會福利。",
        "is empty: special training needs its category, such as 社會福利.",
    ),
    "category_of_basic": ("要留空：基礎訓練不分類別。", "must be empty: basic training has no category."),
    "no_day_asked": (
        "沒有寫何時服務：約定日期、期限請填一項。",
        "does not say when: fill in either a date or a deadline.",
    ),
    "day_and_deadline": (
        "已經約定日期，就不要再填最早日期或期限。",
        "is agreed already; leave the earliest day and the deadline empty.",
    ),
    "as_every_week": (
        "和每週一樣，沒有任何調整：請填時間、名額或停開。",
        "changes nothing: fill in times, seats or cancelled.",
    ),
    "same_record": (
        "和第 {other} 列是同一筆資料（先前已決定合併），這一列沒有收。",
        "is the same record as row {other}, as was decided earlier; this row was not taken.",
    ),
    "other_office": (
        "和您的機關名稱不同：請確認這是您機關的檔案。",
        "is not the name of your office: make sure that this is your office's file.",
    ),
    "pin_against_hand": (
        "和已在系統裡鎖定的互相矛盾，這一列沒有收。",
        "contradicts a pin that was made by hand; this row was not taken.",
    ),
    "campaign_differs": (
        "和第 {other} 列是同一個節慶，服務或日期卻不同。",
        "belongs to the campaign of row {other}, but service or dates differ.",
    ),
    "unknown_item": (
        "在服務計畫、單次任務、服務台、到校受理和節慶發送裡都找不到。",
        "is no care plan, request, desk, drive or recipient.",
    ),
    "ambiguous_item": (
        "同時是好幾個項目的編號，請先改成不重複。",
        "is the code of several items; give them different codes first.",
    ),
    "pin_other_day": ("：這個項目當天沒有開，鎖定不了。", "is a day on which this item does not take place."),
    "no_such_seat": ("：這個項目只有 {seats} 個名額。", "exceeds the item's {seats} seats."),
    "pins_clash": (
        "和第 {other} 列的鎖定互相矛盾，兩列都沒有收。",
        "contradicts the pin in row {other}; neither was taken.",
    ),
    "several_offices": ("是第二個機關：一個檔案只收一個機關。", "is a second office: a file holds one office only."),
    "phone_unclear": (
        "看起來不像電話號碼，是否少了開頭的 0？已照原樣收錄。",
        "does not look like a phone number (a lost zero?); kept as it is.",
    ),
}

_SHEETS = {
    "missing_sheet": ("找不到「{sheet_zh}」這張工作表。", "The sheet “{sheet_en}” is missing."),
    "missing_heading": (
        "第 1 列沒有「{heading_zh}」這個欄名，整張表沒有收。",
        "Row 1 has no heading “{heading_en}”; the whole sheet was not taken.",
    ),
    "repeated_sheet": (
        "這張表的內容前面已有一張，這張沒有收。",
        "An earlier sheet has this content; this one was not taken.",
    ),
    "duplicate_heading": ("第 1 列有重複的欄名，只用前面那一欄。", "Row 1 repeats a heading; the first column counts."),
    "unknown_columns": ("用不到第 {columns} 欄，已略過。", "The columns {columns} are not known and were left aside."),
    "unknown_sheet": ("用不到這張工作表，已略過。", "This sheet is not known and was left aside."),
}

_FILES = {
    "not_found": ("找不到這個檔案。", "There is no such file."),
    "empty_file": ("檔案是空的。", "The file is empty."),
    "file_too_large": ("檔案太大：最大 {most} MB。", "The file is too large: at most {most} MB."),
    "not_a_spreadsheet": (
        "這不是試算表：請用 .ods、.xlsx 或 .csv。",
        "This is not a spreadsheet: use .ods, .xlsx or .csv.",
    ),
    "old_or_locked": (
        "這是舊式 .xls 或加了密碼的檔案：請另存成沒有密碼的 .ods 或 .xlsx。",
        "This is an old .xls or a file with a password: save it as .ods or .xlsx without one.",
    ),
    "macros": (
        "檔案裡有巨集，不能收：請另存成不含巨集的 .ods 或 .xlsx。",
        "The file has macros: save it as .ods or .xlsx without them.",
    ),
    "too_many_members": (
        "檔案內部的零件太多，不像一般試算表，不能收。",
        "The file has too many parts for a spreadsheet.",
    ),
    "unpacks_too_large": ("檔案解開後太大，不能收。", "The file is too large when unpacked."),
    "too_many_rows": ("有工作表超過 {most} 列，請分成幾個檔案。", "A sheet has more than {most} rows; split the file."),
    "too_many_columns": ("有工作表超過 {most} 欄，不像這裡的工作簿。", "A sheet has more than {most} columns."),
    "too_many_cells": (
        "儲存格太多，請刪去用不到的列與欄。",
        "There are too many cells; delete rows and columns that are not needed.",
    ),
    "too_much_listed": (
        "儲存格裡列出的項目加起來太多（最多 {most} 項），請分成幾個檔案。",
        "The cells list too much together (at most {most} entries); split the file.",
    ),
    "damaged": ("檔案壞了，打不開：請重新存檔再試。", "The file is damaged and cannot be opened: save it again."),
    "bad_encoding": ("看不懂這個 CSV 的文字編碼：請存成 UTF-8。", "This CSV's text cannot be read: save it as UTF-8."),
    "too_much_memory": (
        "檔案太複雜，讀取時用掉太多記憶體：請刪去用不到的工作表與格式，或分成幾個檔案。",
        "Reading the file takes too much memory: delete sheets and formats that are not needed, or split it.",
    ),
    "took_too_long": (
        "檔案太複雜，讀了 {seconds} 秒還沒讀完：請刪去用不到的工作表與格式，或分成幾個檔案。",
        "Reading the file takes longer than {seconds} seconds: delete sheets and formats not needed, or split it.",
    ),
    "reading_failed": (
        "讀取這個檔案時出錯，沒有收下任何資料：請重新另存成 .ods 或 .xlsx 再試。",
        "Reading the file failed and nothing was taken: save it anew as .ods or .xlsx and try again.",
    ),
    "no_known_sheet": (
        "找不到認得的工作表：請用「人員」「服務對象」等表名與欄名。",
        "No known sheet was found: use sheet names such as people and clients.",
    ),
    "no_office": (
        "不知道是哪個機關：請在「機關」工作表填一列機關名稱。",
        "The office is not clear: fill in one row in the sheet “office”.",
    ),
}

SENTENCES = {**_CELLS, **_ROWS, **_SHEETS, **_FILES}


def sentence(code: str, **facts: object) -> tuple[str, str]:
    """The sentence for `code` in Chinese and in English, its facts filled in. Raises `KeyError` for an unknown code."""
    zh, en = SENTENCES[code]
    return zh.format(**facts), en.format(**facts)


def is_whole(code: str) -> bool:
    """Whether the sentence for `code` is whole, and no row and column need to stand before it."""
    return code in _SHEETS or code in _FILES

"""What the kinds of records are for, in a clerk's words, in the order in which an office needs them."""

from api.pages.keeping.labels.word import Word

WHAT_FOR = {
    "people": Word("可以派的人：志工、替代役、職員。", "Who can be assigned: volunteers, substitute service, staff."),
    "clients": Word("要探訪、要服務的人和住處。", "Whom we visit and serve, and where they live."),
    "care-plans": Word("誰固定要什麼服務、多久一次。", "Who gets which service regularly, and how often."),
    "tasks": Word("只去一次的任務：約好的、急的。", "Visits that are asked for once, urgent ones too."),
    "desks": Word("每週固定要有人的櫃台。", "Fixed positions that are staffed every week."),
    "shifts": Word("服務台哪一天和平常不一樣。", "Days on which a desk is not as always."),
    "drives": Word("哪一天到哪個學校或駐點受理。", "Days on which a team goes to a school or site."),
    "campaigns": Word("節慶送禮的日期和名單。", "Festival deliveries: the days and the list."),
    "absences": Word("誰哪一天不能來。", "Who is away, and when."),
    "closed-days": Word("哪一天、哪些里不外出。", "Days on which no field work is done."),
    "trainings": Word("志工上過的基礎、特殊訓練；時數另計。", "Basic and special training that volunteers have had."),
    "insurances": Word(
        "志工的保險期間；沒保險的日子不計時數。", "When volunteers are insured; other days give no hours."
    ),
    "services": Word("有哪些服務、要多久、要幾個人。", "What is offered: how long it takes, how many people."),
    "units": Word("各課室、各所，和電話。", "Sections and offices, and their phones."),
    "kits": Word("要輪流用的設備。", "Equipment that is shared."),
    "training-rules": Word("基礎、特殊訓練各要幾小時，從哪天起。", "How much training is asked, and from when on."),
    "pins": Word("排班時一定照辦的決定。", "Decisions that every plan keeps."),
}
GROUPS = (
    (Word("人", "People"), ("people", "clients", "absences", "trainings", "insurances")),
    (Word("要做的事", "Work"), ("care-plans", "tasks", "campaigns", "desks", "shifts", "drives")),
    (Word("規矩和設備", "Rules and equipment"), ("services", "units", "kits", "closed-days", "pins", "training-rules")),
)
NEW_AT = {"absences": "/absences/new", "closed-days": "/closed-days/new"}
"""Where a new one is made of kinds that verbs of their own write."""

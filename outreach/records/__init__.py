"""What the office keeps: thin tables, one concept a file. Every record belongs to one office."""

from outreach.records.account import Account, Secret, SignIn, SignInFailure
from outreach.records.agreement import Allowance, Appointment
from outreach.records.case import Case, CaseNote
from outreach.records.change import Change
from outreach.records.client import Client, ClientWish
from outreach.records.closed_day import ClosedDay
from outreach.records.draft_step import DraftStep
from outreach.records.duty_link import DutyLink, FieldPin
from outreach.records.feed import Feed
from outreach.records.found_fixes import FoundFixes
from outreach.records.hours_line import HoursLine
from outreach.records.import_run import ImportRun
from outreach.records.job import Job, JobPlan, Upload
from outreach.records.ladder import Alarm, Ladder, LadderSetting, LadderStep, Officer, VillageHead, WatchSetting
from outreach.records.message import Answer, Message, Reading
from outreach.records.office import Office, Place, Unit
from outreach.records.person import Absence, Availability, Deputy, Person, PersonSkill
from outreach.records.pin import Pin
from outreach.records.removal import Removal
from outreach.records.request_key import RequestKey
from outreach.records.roster import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.service import Campaign, CarePlan, Desk, Drive, Kit, Recipient, Service
from outreach.records.shift import Shift
from outreach.records.task import Task
from outreach.records.visit_log import Condition, Entry, VisitLog
from outreach.records.volunteering import Insurance, Training, TrainingRule
from outreach.records.week import Week

__all__ = [
    "Absence",
    "Account",
    "Alarm",
    "Allowance",
    "Answer",
    "Appointment",
    "Availability",
    "Campaign",
    "CarePlan",
    "Case",
    "CaseNote",
    "Change",
    "Client",
    "ClientWish",
    "ClosedDay",
    "Condition",
    "Deputy",
    "Desk",
    "DraftStep",
    "Drive",
    "DutyLink",
    "Entry",
    "Feed",
    "FieldPin",
    "FoundFixes",
    "HoursLine",
    "ImportRun",
    "Insurance",
    "Job",
    "JobPlan",
    "Kit",
    "Ladder",
    "LadderSetting",
    "LadderStep",
    "Message",
    "Office",
    "Officer",
    "Person",
    "PersonSkill",
    "Pin",
    "Place",
    "Reading",
    "Recipient",
    "Removal",
    "RequestKey",
    "Roster",
    "RosterDuty",
    "RosterStop",
    "RosterUnserved",
    "Secret",
    "Service",
    "Shift",
    "SignIn",
    "SignInFailure",
    "Task",
    "Training",
    "TrainingRule",
    "Unit",
    "Upload",
    "VillageHead",
    "VisitLog",
    "WatchSetting",
    "Week",
]

"""Cases as they are handed in and shown: who follows something up, until when, and what came of it."""

from __future__ import annotations

from typing import Literal

from outreach.forms.base import Form, Name, RecordId, Text, Title, example
from outreach.forms.moments import Date


class CaseForm(Form):
    """A new case, or what it is from now on. `owner_id`: the person it is up to. `log_id`: the line that it began with,
    `client_id`: whom it is about, where there is one.
    """

    model_config = example({"title": "連續兩次未遇，聯絡家屬", "due": "2026-12-09", "owner_id": "0" * 32})

    title: Title
    due: Date
    owner_id: RecordId | None = None
    client_id: RecordId | None = None
    log_id: RecordId | None = None
    note: Text = ""


class CaseChange(Form):
    """What is to be different about an open case. `status`: `waiting` while somebody else has to act."""

    model_config = example({"title": "連續兩次未遇", "due": "2026-12-16", "owner_id": "0" * 32, "status": "waiting"})

    title: Title
    due: Date
    owner_id: RecordId | None = None
    status: Literal["open", "waiting"] = "open"


class NoteForm(Form):
    """A note on a case."""

    model_config = example({"text": "已電話聯絡女兒，週五回覆"})

    text: Name


class ClosingForm(Form):
    """What came of a case."""

    model_config = example({"closing": "已見到本人，安好"})

    closing: Name

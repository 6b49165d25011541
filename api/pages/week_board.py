"""The board of the week as HTML, kept as long as nothing that it shows changes."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock
from typing import TypeVar

from markupsafe import Markup

from api.language import Language, templates
from outreach.planning.turns_so_far import WEEKS_REMEMBERED
from outreach.usecases.showing.show_week import Board, WeekRows, WeekView, board_of

MOST_BOARDS = 12
"""Each takes about half a megabyte."""
K = TypeVar("K")
V = TypeVar("V")
_Key = tuple[Language, str, dt.date, bool, WeekRows]
_boards: OrderedDict[WeekRows, Board] = OrderedDict()
_pages: OrderedDict[_Key, Markup] = OrderedDict()
_lock = Lock()


def the_board(rows: WeekRows) -> Board:
    """The board that these rows make; made once for the same rows."""
    with _lock:
        found = _boards.get(rows)
    if found is None:
        found = board_of(rows)
        _keep(_boards, rows, found)
    return found


def board_html(language: Language, view: WeekView, *, today: dt.date, picked: bool) -> Markup:
    """The board and its list for phones. The key is all that they are made of, so nothing has to be told of a change:
    other rows are another key.
    """
    # What the roster's rows do not say: which revision is the published one.
    named = f"{view.head.roster.id} {view.head.published.id if view.head.published else ''}"
    key = (language, named, today, picked, view.rows)
    with _lock:
        found = _pages.get(key)
    if found is None:
        page = templates(language).get_template("week_board.html")
        found = Markup(  # noqa: S704  (a template that escapes what it is given)
            page.render(
                head=view.head,
                roster=view.head.roster,
                view=the_board(view.rows),
                today=today,
                picked=picked,
                weeks_remembered=WEEKS_REMEMBERED,
            )
        )
        _keep(_pages, key, found)
    return found


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    with _lock:
        kept[key] = value
        while len(kept) > MOST_BOARDS:
            kept.popitem(last=False)

"""The board of the week as HTML, kept as long as nothing that it shows changes."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from api.language import Language, templates
from outreach.planning.turns_so_far import WEEKS_REMEMBERED
from outreach.usecases.showing.kept_weeks import A_YEAR, Newest
from outreach.usecases.showing.show_week import Board, WeekRows, WeekView, board_of

_boards: Newest[WeekRows, Board] = Newest(A_YEAR)
_pages: Newest[tuple[Language, str, dt.date, bool, WeekRows], Markup] = Newest(A_YEAR)


def the_board(rows: WeekRows) -> Board:
    """The board that these rows make; made once for the same rows."""
    return _boards.of(rows, lambda: board_of(rows))


def board_html(language: Language, view: WeekView, *, today: dt.date, picked: bool) -> Markup:
    """The board and its list for phones. The key is all that they are made of, so nothing has to be told of a change:
    other rows are another key.
    """
    head = view.head
    # What the rows do not say: which revision they are of, and which is the published one.
    named = f"{head.roster.id} {head.published.id if head.published else ''}"

    def make() -> Markup:
        page = templates(language).get_template("week_board.html")
        return Markup(  # noqa: S704  (a template that escapes what it is given)
            page.render(
                head=head,
                roster=head.roster,
                view=the_board(view.rows),
                today=today,
                picked=picked,
                weeks_remembered=WEEKS_REMEMBERED,
            )
        )

    return _pages.of((language, named, today, picked, view.rows), make)

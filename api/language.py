"""The language of a page: Chinese as it is written in the sources, English from the catalogue beside them."""

from __future__ import annotations

import datetime as dt
import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api import proofs, reasons
from outreach.calendar.dates import TAIPEI, monday_of, roc, short

Language = Literal["zh", "en"]
COOKIE = "lang"
CATALOGUES = Path(__file__).parent / "locales" / "en" / "LC_MESSAGES"
"""The English words, one file for each room of pages."""


def language_of(request: Request) -> Language:
    """What the address asks for (`?lang=en`), else what was chosen before, else Chinese."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    return "en" if asked == "en" else "zh"


def asked_language(request: Request) -> Language:
    """The language of an answer of the API: as for a page, else what `Accept-Language` likes best of what we speak."""
    if "lang" in request.query_params or COOKIE in request.cookies:
        return language_of(request)
    preferred = []
    for position, part in enumerate(request.headers.get("accept-language", "").split(",")):
        name, _, weight = part.partition(";q=")
        spoken = name.strip().lower().partition("-")[0]
        if spoken in ("zh", "en"):
            preferred.append((-_weight(weight), position, spoken))
    return "en" if preferred and min(preferred)[2] == "en" else "zh"


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0


@lru_cache(maxsize=2)
def translations(language: Language) -> gettext.NullTranslations:
    """The words of a language. The catalogues are read as they are, so a fresh clone needs no build step."""
    if language == "zh":
        return gettext.NullTranslations()
    words = Catalog(locale="en")
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as source:
            for message in read_po(source, locale="en"):
                if message.id:
                    words.add(message.id, message.string)
    machine_readable = BytesIO()
    write_mo(machine_readable, words)
    machine_readable.seek(0)
    return gettext.GNUTranslations(machine_readable)


@lru_cache(maxsize=2)
def templates(language: Language) -> Environment:
    """The templates in a language. Every value is escaped; an unknown one is an error."""
    environment = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    words: Any = environment
    words.install_gettext_translations(translations(language), newstyle=True)
    environment.filters |= {
        "roc": lambda date: roc(date, language),
        "short": lambda date: short(date, language),
        "week_span": lambda date: _week_span(date, language),
        "roc_month": lambda date: _month(date, language),
        "clock": _clock,
        "taipei_date": lambda moment: moment.astimezone(TAIPEI).date(),
        "later": _later,
        "hours": lambda hours: f"{hours:.1f}".removesuffix(".0"),
        "km": lambda metres: f"{metres / 1000:.1f}",
        "proved": lambda rows: proofs.sentences(rows, language),
        "verdict": lambda row: reasons.verdict(row, language),
        "hint": lambda row: reasons.hint(row, language),
        "passed": lambda step, row: reasons.passed(step.rule, row, language),
    }
    environment.globals |= {"language": language, "counted": _counted}
    return environment


@pass_context
def _counted(context: Context, sentence: str, number: int, **more: object) -> str:
    """The sentence about so many things. Chinese has one form for all numbers; other languages may have more."""
    ngettext: Any = context.environment.globals["ngettext"]
    said: str = ngettext(context, sentence, sentence, number, number=number, **more)
    return said


def _clock(moment: dt.datetime | dt.time) -> str:
    return moment.strftime("%H:%M")


def _later(time: dt.time, minutes: int) -> str:
    return _clock(dt.datetime.combine(dt.date.min, time) + dt.timedelta(minutes=minutes))


def _month(date: dt.date, language: Language) -> str:
    """The date's month: `115年12月`, or `December 2026`."""
    said = roc(date.replace(day=1), language)
    return said.partition(" ")[2].partition(" (")[0] if language == "en" else said.partition("月")[0] + "月"


def _week_span(date: dt.date, language: Language) -> str:
    """The week that holds this date, from Monday to Sunday."""
    monday = monday_of(date)
    sunday = monday + dt.timedelta(days=6)
    if language == "en":
        return f"{short(monday, 'en')} – {short(sunday, 'en')} {sunday.year}"
    last = roc(sunday) if sunday.year != monday.year else roc(sunday).partition("年")[2]
    return f"{roc(monday)}–{last}"

"""What each command does: a use case with its progress bar, and what is printed afterwards."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import socket
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import make_url

from api.app import create_app
from api.clock import SystemClock
from api.doorkeeping import demo_accounts, need_account
from api.jobs.mail import mail_of
from api.jobs.settings import Settings, engine_address
from api.language import Language
from api.outside import outside_of_environment
from api.places import places_at
from api.reach import reach_of, tell_reach
from api.serving import serve as serve_application
from api.summary import print_import, print_roster
from api.words import translated
from outreach.calendar.dates import short
from outreach.intake.faults import IntakeRefused
from outreach.ports import OutsideGeocoder
from outreach.records import Roster
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.refusals import Refused
from outreach.sample import write_sample
from outreach.usecases.importing.import_workbook import import_workbook
from outreach.usecases.showing.draw_maps import draw_maps
from outreach.usecases.showing.export_roster import export_roster
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.showing.ways import Ways

if TYPE_CHECKING:
    from outreach.usecases.weeks.make_roster import OnProgress
    from solver.plan import Cost


class StepError(Exception):
    """What the user must change first, as a sentence."""


def today() -> dt.date:
    """The date in Taipei."""
    return SystemClock().now().date()


@dataclass
class Session:
    """One run of the command: which database, which language, where files go, the folder of map data."""

    database: str
    language: Language
    out: Path
    area: str = ""
    console: Console = field(default_factory=Console)

    def say(self, text: str, **words: object) -> None:
        """Print a sentence in the user's language."""
        self.console.print(translated(text, self.language).format(**words), soft_wrap=True, highlight=False)

    def text(self, text: str, **words: object) -> str:
        """A sentence in the user's language."""
        return translated(text, self.language).format(**words)

    def fail(self, text: str, **words: object) -> StepError:
        """The error that ends this command with a sentence."""
        return StepError(self.text(text, **words))

    def failure(self, sentences: Iterable[str]) -> StepError:
        """The error that ends this command with sentences that are in the user's language already."""
        return StepError("\n  ".join(sentences))


def _bars(session: Session) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=session.console,
    )


@contextmanager
def _bar(session: Session, label: str) -> Iterator[Callable[[float], None]]:
    """One progress bar, told the share that is done (0 to 1)."""
    with _bars(session) as progress:
        task = progress.add_task(session.text(label), total=1.0, note="")
        yield lambda share: progress.update(task, completed=share)
        progress.update(task, completed=1.0)


@contextmanager
def _stages(session: Session, labels: dict[str, str]) -> Iterator[OnProgress]:
    """One bar after the other, each stage under its own label, with the best cost so far."""
    with _bars(session) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, share: float, cost: Cost | None) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(session.text(labels[stage]), total=1.0, note="")
            note = ""
            if cost is not None:
                words = {"missed": cost.missed, "left": cost.left, "minutes": round(cost.minutes)}
                note = session.text("缺必要名額 {missed}、可延後 {left}、代價 {minutes} 分", **words)
            progress.update(tasks[stage], completed=min(share, 1.0), note=note)

        yield tell


def write_workbook(session: Session, options: argparse.Namespace) -> Path:
    """`outreach sample`."""
    path: Path = getattr(options, "to", session.out / "sample.ods")
    seed = getattr(options, "sample_seed", 1)
    with _bar(session, "寫示範活頁簿") as advance:
        write_sample(
            path,
            options.week,
            outlines=places_at(session.area).geocoder.outlines(),
            seed=seed,
            festival=options.festival,
            on_progress=advance,
        )
    session.say("示範活頁簿：{path}（人物均為虛構）", path=path)
    return path


def import_file(session: Session, options: argparse.Namespace) -> None:
    """`outreach import FILE`."""
    if not options.file.exists():
        raise session.fail("找不到 {path}，請確認檔名。", path=options.file)
    engine = open_database(session.database)
    try:
        with _bar(session, "匯入") as advance:
            report = import_workbook(
                engine,
                options.file,
                geocoder=places_at(session.area).geocoder,
                clock=SystemClock(),
                on_progress=advance,
            )
    except IntakeRefused as error:
        raise StepError(error.zh if session.language == "zh" else error.en) from None
    print_import(session.console, report, session.language)


def plan(session: Session, options: argparse.Namespace) -> None:
    """`outreach plan`."""
    # The web process goes without the solver: its jobs run in processes of their own.
    from outreach.usecases.weeks.make_roster import make_roster  # noqa: PLC0415

    engine = open_database(session.database)
    _need_office(session)
    stages = {"travel": "算交通時間", "search": "排班", "reasons": "寫原因"}
    try:
        with _stages(session, stages) as tell:
            roster = make_roster(
                engine,
                options.week,
                travel_times=places_at(session.area).travel,
                clock=SystemClock(),
                seconds=options.seconds,
                seed=options.seed,
                on_progress=tell,
            )
    except Refused as error:
        raise session.failure(one.zh if session.language == "zh" else one.en for one in error.refusals) from None
    with office_records(engine) as records:
        print_roster(session.console, records, roster, session.language)


def maps(session: Session, options: argparse.Namespace) -> None:
    """`outreach maps`."""
    engine = open_database(session.database)
    _need_office(session)
    places = places_at(session.area)
    with office_records(engine) as records, _bar(session, "畫路線圖") as advance:
        drawn = draw_maps(
            records,
            _newest(session, records, options.week),
            geocoder=places.geocoder,
            renderer=places.maps,
            ways=Ways(places.travel, places.streets),
            folder=session.out / "maps",
            language=session.language,
            on_progress=advance,
        )
    session.say("路線圖 {count} 張：{path}", count=len(drawn), path=session.out / "maps" / "index.html")


def export(session: Session, options: argparse.Namespace) -> None:
    """`outreach export`."""
    engine = open_database(session.database)
    _need_office(session)
    with office_records(engine) as records, _bar(session, "匯出") as advance:
        roster = _newest(session, records, options.week)
        written = export_roster(records, roster, session.out, language=session.language, on_progress=advance)
    for path in written:
        session.say("已匯出 {path}", path=path)


def _need_sound_jobs(session: Session) -> None:
    """Jobs keep notes of their own beside the records; a damaged file of theirs must not read like a fault of ours."""
    address = make_url(engine_address(session.database))
    if address.get_backend_name() != "sqlite" or not address.database or not Path(address.database).exists():
        return
    try:
        with closing(sqlite3.connect(address.database)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        # Somebody else may be writing just now: that is no damage.
        sound = "locked" in str(error)
    if not sound:
        raise session.fail(
            "工作紀錄檔 {path} 壞了。請刪除它再開一次：機關的資料不在裡面，沒做完的工作會重新開始。",
            path=address.database,
        )


def serve(session: Session, options: argparse.Namespace) -> None:
    """`outreach serve`."""
    _serve(session, options, tell=lambda: None)


def _serve(session: Session, options: argparse.Namespace, tell: Callable[[], None]) -> None:
    """Serve the pages until the user stops it; `tell` has the last word before."""
    reach = reach_of(session, options)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((reach.listens, options.port))
        except OSError:
            raise session.fail(
                "連接埠 {port} 已經有程式在用。請先關掉它，或加上 --port 換一個。", port=options.port
            ) from None
    _need_sound_jobs(session)
    need_account(session)
    messages = _messages(session, options)
    jobs = not getattr(options, "no_jobs", False)
    application = create_app(
        session.database, jobs=jobs, messages=messages, hosts=reach.hosts, area=session.area, outside=_outside(session)
    )
    tell_reach(session, reach)
    tell()
    serve_application(application, reach)


def worker(session: Session, options: argparse.Namespace) -> None:
    """`outreach worker`."""
    from api.jobs.engine import Jobs  # noqa: PLC0415  (slow to load)

    _need_sound_jobs(session)
    jobs = Jobs(
        Settings(
            database=session.database, messages=_messages(session, options), slots=options.slots, area=session.area
        )
    )
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    jobs.start()
    session.say("開始處理工作（按 Ctrl+C 結束）")
    try:
        # A wait without an end would not hear a signal.
        while not ended.wait(1.0):
            pass
    finally:
        jobs.stop()
    session.say("已停止。做到一半的工作會由下一個程式接手。")


def _messages(session: Session, options: argparse.Namespace) -> str:
    """Where messages are handed over: the option, or `OUTREACH_MESSAGES`."""
    address = getattr(options, "messages", "") or os.environ.get("OUTREACH_MESSAGES", "")
    try:
        mail_of(address)
    except ValueError:
        raise session.fail("通知的寄送網址要以 mailto:// 或 mailtos:// 開頭。") from None
    return address


def _outside(session: Session) -> OutsideGeocoder | None:
    """The geocoder that `OUTREACH_GEOCODER` names."""
    try:
        return outside_of_environment()
    except ValueError:
        raise session.fail("OUTREACH_GEOCODER 要寫 nominatim:主機名稱，或 arcgis。") from None


def demo(session: Session, options: argparse.Namespace) -> None:
    """`outreach demo`: every step, one after the other."""
    from api.area_steps import need_area, streets  # noqa: PLC0415  (it is made of these steps)

    if session.area:
        need_area(session)
    if getattr(options, "streets", None):
        streets(session, argparse.Namespace(file=options.streets))
    options.file = write_workbook(session, options)
    import_file(session, options)
    plan(session, options)
    maps(session, options)
    export(session, options)
    tell = demo_accounts(session)
    if options.no_serve:
        tell()
    else:
        _serve(session, options, tell)


def _need_office(session: Session) -> None:
    try:
        with office_records(open_database(session.database)):
            pass
    except LookupError:
        raise session.fail("資料庫裡還沒有機關。請先匯入活頁簿：outreach import 檔名") from None


def _newest(session: Session, records: OfficeRecords, monday: dt.date) -> Roster:
    found = shown_roster(records.all(Roster, Roster.monday == monday))
    if found is None:
        raise session.fail("{week} 那一週還沒有班表。請先排班：outreach plan", week=short(monday, session.language))
    return found

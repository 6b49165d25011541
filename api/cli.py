"""The `outreach` command: the way from a workbook to maps and the visit log, each step a command of its own."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from api import area_steps, doorkeeping, plates_step, steps
from api.area_steps import area_of
from api.language import Language
from api.steps import Session, StepError
from api.words import translated
from outreach.actor import ROLES
from outreach.calendar.dates import coming_monday, monday_of, parse_date

OUT = Path("out")


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all went well, 2 when the user must change something first, 1 for a fault of ours."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = _language(arguments)
    parser = build_parser(language)
    options = parser.parse_args(arguments)
    session = Session(database=_database(options.db), language=language, out=OUT, area=area_of(options, OUT))
    try:
        _need_folder(session, options)
        options.run(session, options)
    except StepError as error:
        session.console.print(f"[bold red]✗[/] {error}", soft_wrap=True, highlight=False)
        return 2
    except KeyboardInterrupt:
        session.console.print(translated("已停止。已經存好的資料都還在。", language))
        return 130
    except CommandError:
        newer = "資料庫是較新版本的程式建立的，這個版本讀不懂。請更新程式，或用原來的版本開啟。"
        return _report(session, translated(newer, language), 2)
    except (SQLAlchemyError, OSError):
        return _report(session, translated("資料庫或檔案暫時無法使用，請確認磁碟空間與權限後再試一次。", language), 2)
    except Exception:
        return _report(session, translated("程式發生未預期的錯誤，資料沒有更動。", language), 1)
    return 0


def _need_folder(session: Session, options: argparse.Namespace) -> None:
    if session.area and not Path(session.area).is_dir() and not getattr(options, "makes_area", False):
        raise session.fail("找不到地圖資料夾 {path}，請確認 --area。", path=session.area)


def _report(session: Session, sentence: str, code: int) -> int:
    """Say what went wrong, and keep the details where whoever maintains the system finds them."""
    log = OUT / "error.log"
    try:
        OUT.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(traceback.format_exc())
        where = translated("詳細內容寫在 {log}。", session.language).format(log=log)
    except OSError:
        # Not even that can be written here.
        where = traceback.format_exc()
    session.console.print(f"[bold red]✗[/] {sentence} {where}", soft_wrap=True, highlight=False)
    return code


def _language(arguments: list[str]) -> Language:
    """Chinese, unless `--lang en` stands anywhere in the line: the help texts need to know before parsing."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    english = any(one == "--lang=en" or (one == "--lang" and two == "en") for one, two in pairs)
    return "en" if english else "zh"


def _database(text: str) -> str:
    """A file name means SQLite; anything with a scheme is taken as it is."""
    return text if "://" in text else f"sqlite:///{text}"


def _week(text: str) -> dt.date:
    try:
        return monday_of(parse_date(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}?") from error


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}?") from error
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError(f"{text}: 0 – 3600")
    return value


def _account_options(command: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    command.add_argument("what", choices=("add", "unlock", "password"), help=say("要做什麼"))
    command.add_argument("login", help=say("帳號"))
    command.add_argument("--role", choices=ROLES, default="coordinator", help=say("新帳號的角色（預設 coordinator）"))
    command.add_argument("--name", default="", help=say("新帳號的姓名"))
    command.add_argument("--person", help=say("新帳號對應的人員編號"))
    command.add_argument("--office", help=say("機關名稱（資料庫裡不只一個機關時）"))


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}?") from error
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text}: 0 – 65535")
    return number


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The command line, in the user's language."""

    def say(text: str) -> str:
        return translated(text, language)

    def everywhere(**defaults: str) -> argparse.ArgumentParser:
        # The same options before and after the command's name: the later one must not undo the earlier.
        options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
        options.add_argument("--db", help=say("資料庫：檔名或網址（預設 out/outreach.db）"))
        options.add_argument("--area", metavar="FOLDER", help=say("地圖資料夾（或設 OUTREACH_AREA；預設 out/area）"))
        options.add_argument("--lang", choices=("zh", "en"), help=say("訊息的語言"))
        options.set_defaults(**defaults)
        return options

    week = argparse.ArgumentParser(add_help=False)
    week.add_argument(
        "--week", type=_week, default=coming_monday(steps.today()), help=say("要排的那一週的任一天（預設下週）")
    )
    search = argparse.ArgumentParser(add_help=False)
    search.add_argument("--seconds", type=_positive, default=30.0, help=say("排班最多算幾秒（預設 30）"))
    search.add_argument("--seed", type=int, default=1, help=say("亂數種子（預設 1）"))
    sample = argparse.ArgumentParser(add_help=False)
    sample.add_argument("--festival", action="store_true", help=say("加上節慶發送 1,363 戶"))
    port = argparse.ArgumentParser(add_help=False)
    port.add_argument("--port", type=_port, default=8000, help=say("網頁的連接埠（預設 8000）"))
    port.add_argument(
        "--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help=say("憑證與金鑰（PEM）：用 HTTPS 讓別的裝置也連得到")
    )
    port.add_argument("--host", action="append", metavar="NAME", help=say("別的裝置用來連線的主機名稱（可以寫好幾次）"))
    port.add_argument("--no-jobs", action="store_true", help=say("不在這裡處理工作，由 outreach worker 處理"))
    notes = argparse.ArgumentParser(add_help=False)
    notes.add_argument("--messages", default="", help=say("通知的寄送網址 mailto://…（或設 OUTREACH_MESSAGES）"))

    parser = argparse.ArgumentParser(
        prog="outreach",
        description=say("外勤排班：從活頁簿到班表、路線圖與訪視紀錄"),
        parents=[everywhere(db=str(OUT / "outreach.db"), lang="zh")],
    )
    commands = parser.add_subparsers(required=True, metavar=say("步驟"))

    def add(name: str, summary: str, run: object, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary, parents=[everywhere(), *parents])
        command.set_defaults(run=run)
        return command

    made = add("sample", say("寫出示範機關的活頁簿"), steps.write_workbook, week, sample)
    made.add_argument("--to", type=Path, default=OUT / "sample.ods", help=say("寫到哪個檔案"))
    made.add_argument("--sample-seed", type=int, default=1, help=say("示範資料的亂數種子（預設 1）"))
    taken = add("import", say("匯入活頁簿（.ods、.xlsx、.csv）"), steps.import_file)
    taken.add_argument("file", type=Path, help=say("活頁簿，或放著 .csv 的資料夾"))
    roads = add("streets", say("放進街道圖資（.osm.pbf），交通時間改用街道計算"), area_steps.streets)
    roads.add_argument("file", type=Path, help=say("街道圖資（.osm.pbf）"))
    roads.set_defaults(makes_area=True)
    roads.add_argument("--anywhere", action="store_true", help=say("圖資不含本區也要用"))
    doors = add("plates", say("收下縣市的門牌檔（.csv）"), plates_step.plates)
    doors.add_argument("file", type=Path, help=say("內政部格式的門牌檔：UTF-8 或 Big5，TWD97 或經緯度"))
    doors.set_defaults(makes_area=True)
    add("plan", say("排一週的班"), steps.plan, week, search)
    add("maps", say("畫出每條路線的地圖"), steps.maps, week)
    add("export", say("匯出訪視紀錄與班表（.ods、.csv）"), steps.export, week)
    add("first-account", say("建立第一個承辦人帳號"), doorkeeping.first_account)
    _account_options(add("account", say("新增帳號、解除鎖定、換密碼"), doorkeeping.account), say)
    add("serve", say("開啟網頁"), steps.serve, port, notes)
    busy = add("worker", say("處理工作：排班、匯入、寄通知"), steps.worker, notes)
    busy.add_argument("--slots", type=int, choices=range(1, 9), default=2, help=say("同時排幾份班表（預設 2）"))
    demo = add("demo", say("示範：從活頁簿到網頁一次做完"), steps.demo, week, search, sample, port, notes)
    demo.set_defaults(makes_area=True)
    demo.add_argument("--streets", type=Path, metavar="FILE", help=say("先放進街道圖資（.osm.pbf）"))
    demo.add_argument("--no-serve", action="store_true", help=say("做完就結束，不開網頁"))
    return parser


if __name__ == "__main__":
    sys.exit(main())

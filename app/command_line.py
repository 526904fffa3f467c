"""The commands without a window. Each prints one JSON object and ends with 0 when all is well, with 1 otherwise."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.dossier_paper import PART_TEXT, DossierPart, NumberingMode, PaperSize, Sides
from app.domain.errors import Refused, Unavailable
from app.domain.matter_detail import MatterDetail
from app.domain.paper import FORM_TEXT, Form, form_of
from app.printing.issue import render
from app.printing.pack import render_pack, require_drawable
from app.printing.page_count import count_pages
from app.services import binding, checking, matters, papers, practice, restorable, restoring, unlocking
from app.services.binding import BindRequest
from app.services.session import Session, civil_now

PASSWORD_VARIABLE = "XINFANG_PASSWORD"

Answer = tuple[dict[str, Any], bool]


def add_commands(commands: Any) -> None:
    """Add the commands to an argument parser's sub-parsers."""
    made = commands.add_parser("practice", help="建立演练库")
    made.add_argument("--data", type=Path, required=True)
    made.add_argument("--matters", type=int, default=practice.STORY_MATTERS)
    made.add_argument("--seed", type=int, default=practice.DEFAULT_SEED)
    made.set_defaults(run=_practice)
    for name, words, run in (("check", "检查登记库", _check), ("rebuild-index", "重建查询索引", _rebuild)):
        command = commands.add_parser(name, help=words)
        _unlocked(command)
        command.set_defaults(run=run)
    paper = commands.add_parser("print", help="把一份表格存为 PDF")
    _unlocked(paper)
    paper.add_argument("number")
    paper.add_argument("form", choices=[form.value for form in Form])
    paper.add_argument("--document", type=int, help="函件或表单是哪一份；不写时列出有哪些")
    paper.add_argument("--large", action="store_true", help="给信访人的函件，打印大字版")
    paper.add_argument("--out", type=Path, required=True)
    paper.set_defaults(run=_print)
    pack = commands.add_parser("bind", help="装订一件办结的事项，存为 PDF")
    _unlocked(pack)
    pack.add_argument("number")
    pack.add_argument("--out", type=Path, required=True)
    pack.add_argument("--reason", default="", help="缺件时照样装订的原因，印在备考表上")
    pack.add_argument("--late", default="", help="装订后补来的材料另装一册的原因")
    pack.add_argument("--part", choices=[part.value for part in DossierPart], help="只存正卷（main）或副卷（internal）")
    pack.add_argument("--sides", choices=[sides.value for sides in Sides])
    pack.add_argument("--numbering", choices=[mode.value for mode in NumberingMode])
    pack.add_argument("--size", choices=[size.value for size in PaperSize])
    pack.set_defaults(run=_bind)
    back = commands.add_parser("restore", help="用备份恢复登记库；原来的登记库移开保存，不删除")
    _unlocked(back)
    back.add_argument("--from", dest="source", default="", help="哪一份备份：--list 列出的名称，或备份文件夹的路径")
    back.add_argument("--list", action="store_true", help="只列出有哪些备份，不改动任何内容")
    back.add_argument("--recovery-code", action="store_true", help="口令文件里写的是恢复码，不是口令")
    back.add_argument("--other-register", action="store_true", help="确认换成另一个登记库的备份")
    back.add_argument("--reason", default="", help="备份有检查项未通过时照样恢复的原因，记入审计")
    back.set_defaults(run=_restore)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen command; print its answer; give the exit code."""
    command: Callable[[argparse.Namespace], Answer] = arguments.run
    try:
        answer, good = command(arguments)
    except Refused as refusal:
        answer, good = {"error": refusal.message, "fields": refusal.fields}, False
    except Unavailable as problem:
        answer, good = {"error": problem.message}, False
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - this is the answer
    return 0 if good else 1


def _unlocked(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, required=True)
    command.add_argument("--account", default="", help="账户名，只有一个账户时可省略")
    command.add_argument("--password-file", type=Path)


def _password(arguments: argparse.Namespace, *, is_practice: bool) -> str:
    if arguments.password_file is not None:
        try:
            return str(arguments.password_file.read_text("utf-8-sig")).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(
                f"读不到口令文件 {arguments.password_file}。请检查路径和权限，文件应是 UTF-8 文本。"
            ) from error
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if is_practice:
        return practice.PASSWORD
    raise Refused(f"请用 --password-file 指定口令文件，或设置环境变量 {PASSWORD_VARIABLE}。")


def _open(arguments: argparse.Namespace) -> Session:
    doorstep = unlocking.look(arguments.data)
    if doorstep.state is not unlocking.DeskState.READY:
        raise Refused(doorstep.message or "这个文件夹里没有登记库。请核对 --data。")
    if not arguments.account and len(doorstep.accounts) != 1:
        raise Refused(f"这个登记库有 {len(doorstep.accounts)} 个账户。请用 --account 写明用哪一个。")
    account = arguments.account or doorstep.accounts[0]
    return unlocking.unlock(arguments.data, account, _password(arguments, is_practice=doorstep.practice))


def _practice(arguments: argparse.Namespace) -> Answer:
    if arguments.matters < 1:
        raise Refused("--matters 至少为 1。")
    session = practice.make(arguments.data, arguments.matters, arguments.seed, civil_now())
    try:
        with session.register.read(session.viewer) as unit:
            return dict(unit.headline()), True
    finally:
        session.register.close()


def _check(arguments: argparse.Namespace) -> Answer:
    session = _open(arguments)
    try:
        results = checking.check(session)
        checks = {one.name: {"good": one.good, "title": one.title, "found": one.found} for one in results}
        good = all(one.good for one in results)
        return {"good": good, "checks": checks}, good
    finally:
        session.register.close()


def _rebuild(arguments: argparse.Namespace) -> Answer:
    session = _open(arguments)
    try:
        return {"matters": checking.rebuild_index(session)}, True
    finally:
        session.register.close()


def _print(arguments: argparse.Namespace) -> Answer:
    session = _open(arguments)
    try:
        matter_id = matters.find_by_number(session, arguments.number)
        if matter_id is None:
            raise Refused(f"没有找到编号 {arguments.number}。请核对编号。")
        detail = matters.detail(session, matter_id)
        contact_id = next((one.contact_id for one in detail.contacts if one.number == arguments.number), None)
        now, form = civil_now(), Form(arguments.form)
        if form in (Form.LETTER, Form.SHEET):
            paper = _issued(session, arguments, form, detail, now)
        else:
            paper = papers.issue(session, matter_id, form, now, contact_id)
        data = render(paper.record)
        _write_whole(arguments.out, data)
        papers.printed(session, paper, str(arguments.out.name), now)
        answer = {"number": paper.number, "form": paper.form.value, "title": paper.title, "reprint": paper.reprint}
        return {**answer, "out": str(arguments.out), "bytes": len(data)}, True
    finally:
        session.register.close()


def _issued(
    session: Session, arguments: argparse.Namespace, form: Form, detail: MatterDetail, now: datetime
) -> papers.IssuedPaper:
    """A letter or sheet as it was issued; several of them can be told apart only by their number."""
    there = [one for one in detail.documents if form_of(one.form) is form]
    wanted = arguments.document
    if wanted not in [one.document_id for one in there]:
        known = "；".join(f"{one.document_id} {one.title}" for one in reversed(there))
        raise Refused(
            f"请用 --document 写明是哪一份{FORM_TEXT[form]}：{known}。"
            if known
            else f"这件事项还没有出过{FORM_TEXT[form]}。它们随办理一步出具。"
        )
    if arguments.large:
        return papers.large_edition(session, wanted, now)
    return papers.reopen(session, wanted)


def _bind(arguments: argparse.Namespace) -> Answer:
    session = _open(arguments)
    try:
        matter_id = matters.find_by_number(session, arguments.number)
        if matter_id is None:
            raise Refused(f"没有找到编号 {arguments.number}。请核对编号。")
        request = BindRequest(
            matter_id,
            override_all=arguments.reason,
            late_reason=arguments.late,
            sides=Sides(arguments.sides) if arguments.sides else None,
            numbering=NumberingMode(arguments.numbering) if arguments.numbering else None,
            size=PaperSize(arguments.size) if arguments.size else None,
        )
        now = civil_now()
        bound = binding.bind(session, request, count_pages, now, require_drawable)
        pack = binding.of_part(bound.pack, DossierPart(arguments.part)) if arguments.part else bound.pack
        data = render_pack(pack)
        _write_whole(arguments.out, data)
        binding.printed(session, bound, str(arguments.out.name), now)
        volumes = [
            {
                "part": PART_TEXT[one.part],
                "number": one.number,
                "count": one.count,
                "items": len(one.items),
                "pages": one.page_total,
                "spine_mm": one.spine.width_mm,
            }
            for one in pack.volumes
        ]
        answer = {"number": pack.number, "archive_code": pack.archive_code, "volumes": volumes}
        return {**answer, "out": str(arguments.out), "bytes": len(data)}, True
    finally:
        session.register.close()


def _restore(arguments: argparse.Namespace) -> Answer:
    data = arguments.data.expanduser().absolute()
    if arguments.list:
        kept = [_kept(one) for one in restorable.backups(data)]
        aside = [_kept(one) for one in restorable.set_aside(data)]
        way = restorable.way_back(data)
        return {"backups": kept, "set_aside": aside, "words": way.words, "command": way.command}, True
    if not arguments.source:
        raise Refused("请用 --from 写明用哪一份备份。有哪些备份，用 --list 查看。")
    wanted = restorable.find(data, arguments.source)
    secret = _password(arguments, is_practice=wanted.practice and not arguments.recovery_code)
    request = restoring.RestoreRequest(
        arguments.source,
        secret,
        arguments.account,
        with_recovery_code=arguments.recovery_code,
        other_register=arguments.other_register,
        reason=arguments.reason,
    )
    done = restoring.restore(data, request, arguments.hold, civil_now())
    answer = {"restored": done.name, "state_of": done.state_of.isoformat(), "matters": done.matters}
    places = {"set_aside": str(done.set_aside or ""), "backup": done.backup}
    return {**answer, "scans": done.scans, **places, "words": done.words}, True


def _kept(one: restorable.Kept) -> dict[str, Any]:
    return {
        "name": one.name,
        "state_of": one.state_of.isoformat(sep=" ") if one.state_of else "",
        "why": one.why,
        "court": one.court,
        "accounts": one.accounts,
        "scans": one.scans,
        "bytes": one.size,
        "words": one.problem,
    }


def _write_whole(path: Path, data: bytes) -> None:
    """The whole file or none, so that a full disk leaves no half paper; a pipe or device is written to as it is."""
    is_special = path.exists() and not path.is_file()
    unfinished = path if is_special else path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        if not is_special:
            unfinished.replace(path)
    except OSError as error:
        if not is_special:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
        raise Refused(f"写不了 {path}。请检查文件夹是否存在、是否可写、磁盘是否已满。") from error

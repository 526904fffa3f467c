"""批量打印: the packs of many matters to one printer, or into a folder, stopped at any time and gone on with later.

How far it is stands among the account's preferences, written before and after each job, so that a printer that takes
half of one, a closed window or a power cut leave a place to go on from. What a job prints is frozen by binding: doing
it again prints the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cattrs.preconf.json import make_converter

from app.domain.changes import Area, Change
from app.domain.dossier_paper import Pack
from app.domain.errors import Cancelled, Refused
from app.domain.progress import Progress
from app.services import binding, settings
from app.services.binding import BindRequest
from app.services.dossiers import PageCounter
from app.services.session import Session

NAME = "dossier_print_run"
NO_ANSWER = "已送往打印机，还没有收到结果。"
_CONVERTER = make_converter()


@dataclass(frozen=True)
class PrintRun:
    """A run as far as it is.

    ``under_way`` is the matter whose pack was being sent, with the reason when the printer did not take all of it;
    ``refused`` are those that were not bound, by number, with why. With a ``folder`` the packs go there, and what is
    done already is told from the files in it (:mod:`app.services.binding_run`).
    """

    matter_ids: tuple[int, ...]
    reason: str = ""
    done: tuple[int, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()
    under_way: int | None = None
    number: str = ""
    trouble: str = ""
    folder: str = ""

    @property
    def left(self) -> tuple[int, ...]:
        """What is still to be printed, in order; the one under way first."""
        over = {*self.done, *(matter_id for matter_id, _, _ in self.refused)}
        return tuple(one for one in self.matter_ids if one not in over)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return not self.left

    @property
    def change(self) -> Change:
        """What the pages have to read again."""
        return Change.of(Area.DOSSIERS, Area.DOCUMENTS, Area.MATTERS, ids=self.matter_ids)


def unfinished(session: Session, now: datetime) -> PrintRun | None:
    """The run of this account that was stopped, if any. For the write lane: preferences are made on first use."""
    kept = settings.preferences(session, now).get(NAME)
    if not isinstance(kept, dict) or not kept:
        return None
    run = _CONVERTER.structure(kept, PrintRun)
    return None if run.is_over else run


def begin(session: Session, matter_ids: Sequence[int], reason: str, now: datetime, folder: str = "") -> PrintRun:
    """A new run, in place of an older one. ``reason`` answers for whatever is missing from any of them.

    Raises:
        Refused: nothing was chosen.
    """
    if not matter_ids:
        raise Refused("没有选中卷宗。请先在列表中选中至少一份。")
    return _keep(session, PrintRun(tuple(dict.fromkeys(matter_ids)), reason, folder=folder), now)


def forget(session: Session, now: datetime) -> Change:
    """Do not go on with it; what was printed stays printed."""
    settings.keep_preference(session, NAME, {}, now)
    return Change.of(Area.DOSSIERS)


def came_out(session: Session, run: PrintRun, printer: str, now: datetime) -> PrintRun:
    """Somebody looked: the pack under way is complete on paper after all. Go on with the next one."""
    if run.under_way is None:
        return run
    binding.printed(session, binding.reopen(session, run.under_way), printer, now)
    return _keep(session, replace(run, done=(*run.done, run.under_way), under_way=None, number="", trouble=""), now)


def go_on(
    session: Session,
    run: PrintRun,
    draw: Callable[[Pack, Progress], bytes],
    send: Callable[[Pack, bytes], str],
    count: PageCounter,
    proof: Callable[[Pack], None],
    printer: str,
    now: datetime,
    progress: Progress,
) -> PrintRun:
    """Bind and print what is left. ``send`` gives the reason when the printer did not take all of it, else nothing.

    A matter that is refused (something is missing) is named at the end and stops nobody else. A printer that fails
    stops the run with its reason: what follows would fail too.

    Raises:
        Cancelled: stopped; what was printed stays printed.
    """
    total = len(run.matter_ids)
    for matter_id in run.left:
        place = len(run.done) + len(run.refused) + 1
        progress.step(place - 1, total, f"正在打印第 {place} 份，共 {total} 份")
        number = _number(session, matter_id)
        try:
            bound = binding.bind(session, BindRequest(matter_id, override_all=run.reason), count, now, proof)
            pdf = draw(bound.pack, progress)
        except Refused as answer:
            why = "；".join([answer.message, *answer.fields.values()])
            run = _keep(session, replace(run, refused=(*run.refused, (matter_id, number, why))), now)
            continue
        except Cancelled:
            _keep(session, replace(run, under_way=None, number="", trouble=""), now)
            raise
        run = _keep(session, replace(run, under_way=matter_id, number=number, trouble=NO_ANSWER), now)
        trouble = send(bound.pack, pdf)
        if trouble:
            return _keep(session, replace(run, trouble=trouble), now)
        binding.printed(session, bound, printer, now)
        run = _keep(session, replace(run, done=(*run.done, matter_id), under_way=None, number="", trouble=""), now)
    progress.step(total, total, "完成")
    return run


def _number(session: Session, matter_id: int) -> str:
    with session.register.read(session.viewer) as unit:
        facts = unit.matters.facts(matter_id)
    return facts.number if facts else str(matter_id)


def _keep(session: Session, run: PrintRun, now: datetime) -> PrintRun:
    settings.keep_preference(session, NAME, _CONVERTER.unstructure(run), now)
    return run

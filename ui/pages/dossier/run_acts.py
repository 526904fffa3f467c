"""Binding many at once: to the printer, a job each, or into a folder; stopped at any time, gone on with later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services import print_run
from app.services.binding import BindRequest
from app.services.print_run import PrintRun
from app.services.session import Session
from ui.pages.dossier import acts
from ui.pages.dossier.workplace import Workplace
from ui.printing import NO_PRINTER, PACK_PRINTER, Send
from ui.widgets.tone import Tone

if TYPE_CHECKING:
    from app.services.binding_run import RunResult


class RunActs:
    """Acts on the matters marked in the list, or on all that it shows, at most a hundred."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._progress: Progress | None = None
        self._kept: PrintRun | None = None
        card = at.card
        card.all.clicked.connect(self._into_folder)
        card.print_all.clicked.connect(self._to_printer)
        card.stop.clicked.connect(self.stop)
        card.go_on.clicked.connect(lambda: self._go_on(came_out=False))
        card.came_out.clicked.connect(lambda: self._go_on(came_out=True))
        card.give_up.clicked.connect(self._give_up)

    def stop(self) -> None:
        """Stop after the pack under way; what is done stays."""
        if self._progress is not None:
            self._progress.cancel()

    def read(self) -> None:
        """Show whether a printing run waits to be gone on with."""
        at, now = self._at, self._at.clock()
        if self._progress is None:
            at.ops.write(at.page, lambda session: _Kept(print_run.unfinished(session, now)), self._show)

    # beginning and going on

    def _into_folder(self) -> None:
        at = self._at
        folder = at.asking.folder(at.page, "装订到哪个文件夹") if at.card.shown() and self._is_free() else None
        if folder is not None:
            self._begin(str(folder))

    def _to_printer(self) -> None:
        if self._is_free():
            self._begin("")

    def _is_free(self) -> bool:
        if self._kept is not None:
            words = "上一次批量还没有完。请先按左边的“接着”办完，或按“不再接着”，再办新的。"
            self._at.say(words, Tone.SOON)
        return self._kept is None and self._progress is None

    def _begin(self, folder: str) -> None:
        at = self._at
        ids, reason, now = at.card.shown(), at.panel.reason.text(), at.clock()
        if ids:
            at.ops.write(
                at.page, lambda session: _Kept(print_run.begin(session, ids, reason, now, folder)), self._start
            )

    def _go_on(self, *, came_out: bool) -> None:
        at, run, now = self._at, self._kept, self._at.clock()
        if run is None or self._progress is not None:
            return
        if not came_out:
            self._start(_Kept(run))
            return
        at.ops.write(
            at.page, lambda session: _Kept(print_run.came_out(session, run, "", now)), self._start, at.page.tell
        )

    def _give_up(self) -> None:
        at, now = self._at, self._at.clock()
        at.ops.write(
            at.page,
            lambda session: print_run.forget(session, now),
            lambda _change: at.say("不再接着。已经做好的照旧，没有做的还在待装订或已装订列表里。", Tone.PLAIN),
        )

    def _start(self, kept: _Kept) -> None:
        at, run, now = self._at, kept.run, self._at.clock()
        if run is None:
            return
        if run.is_over:
            self._printed(run)
            self._over("")
            return
        total = len(run.matter_ids)
        at.card.show_unfinished(None)
        at.card.show_running((total - len(run.left), total, f"正在装订，共 {total} 份"))
        if run.folder:
            self._write(run)
            return
        self._progress = Progress()  # until the lane has given the real one: nothing else is started meanwhile

        def work(session: Session, progress: Progress, printer: str, send: Send) -> PrintRun:
            if not printer:
                raise Refused(f"{NO_PRINTER}请先在“设置”的“打印机”里选一台，再按“接着打”。")
            return acts.print_many(session, run, now, progress, printer, send)

        at.prints.print_many(
            PACK_PRINTER,
            work,
            self._printed,
            started=self._started,
            step=self._step,
            failed=self._failed,
            always=lambda: self._over("已停下。打好的不会重打，按“接着打”从下一份打起。"),
        )

    def _write(self, run: PrintRun) -> None:
        at, now = self._at, self._at.clock()
        requests = tuple(BindRequest(one, override_all=run.reason) for one in run.matter_ids)
        self._progress = at.ops.paper(
            at.page,
            lambda session, progress: acts.bind_many(session, requests, Path(run.folder), now, progress),
            self._written,
            self._failed,
            progress=self._step,
            always=lambda: self._over("已停下。做好的都在文件夹里，按“接着做”做其余的。"),
        )

    def _written(self, result: RunResult) -> None:
        now = self._at.clock()
        self._at.ops.write(self._at.page, lambda session: print_run.forget(session, now))
        words = f"装订好 {len(result.made)} 份"
        if result.before:
            words += f"，以前做好的 {result.before} 份没有重做"
        if result.refused:
            number, why = result.refused[0]
            words += f"；{len(result.refused)} 份没有装订，例如 {number}：{why}"
        self._at.say(words if words.endswith("。") else words + "。", Tone.SOON if result.refused else Tone.GOOD)

    def _started(self, progress: Progress) -> None:
        wanted_to_stop = self._progress is not None and self._progress.cancelled
        self._progress = progress
        if wanted_to_stop:
            progress.cancel()

    def _printed(self, run: PrintRun) -> None:
        if run.under_way is not None:
            self._at.say(f"批量打印停在 {run.number}：{run.trouble}左边可以接着打。", Tone.SOON)
            return
        words = f"打印完 {len(run.done)} 份"
        if run.refused:
            _, number, why = run.refused[0]
            words += f"；{len(run.refused)} 份没有装订，例如 {number}：{why}"
        self._at.say(words if words.endswith("。") else words + "。", Tone.SOON if run.refused else Tone.GOOD)

    def _failed(self, answer: Refused) -> None:
        self._at.page.tell(answer)

    # both

    def _step(self, done: int, total: int, words: str) -> None:
        self._at.card.show_running((done, total, words))

    def _over(self, stopped_words: str) -> None:
        stopped = self._progress is not None and self._progress.cancelled
        self._progress = None
        self._at.card.show_running(None)
        if stopped:
            self._at.say(stopped_words, Tone.PLAIN)
        self._at.page.refresh()

    def _show(self, kept: _Kept) -> None:
        if self._progress is None:
            self._kept = kept.run
            self._at.card.show_unfinished(kept.run)


class _Kept:
    """A run as it is kept. Not given bare: it carries a change, which would make every page read again."""

    def __init__(self, run: PrintRun | None) -> None:
        self.run = run

"""What is done on the page of handling: steps, records and what follows them, each by its form, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from app.domain.record import RECORD_GROUP_TEXT, RecordGroup
from app.domain.record_kinds import KIND_OF_STEP, KINDS
from app.domain.step import STEP_RULES, Step
from app.services import record_form, records, steps
from app.services.record_form import FormStart
from app.services.records import RecordReceipt, RecordRequest, StepReceipt
from app.services.session import Session
from ui.operations import Operations
from ui.pages.handling import words
from ui.pages.handling.chooser import Act, Chooser
from ui.pages.handling.form_dialog import FormWords, HandlingDialog, Supply
from ui.pages.handling.kept import FormKey, KeptForms
from ui.pages.handling.matter_card import asks_nothing, more_steps
from ui.pages.handling.reading import MatterWork
from ui.pages.handling.sample_dialog import show_sample
from ui.pages.handling.words import Lack
from ui.pages.page import Page


@dataclass(frozen=True, eq=False)
class Workplace:
    """The page at work, as its acts need it."""

    page: Page
    ops: Operations[Session]
    clock: Callable[[], datetime]
    kept: KeptForms
    shown: Callable[[], MatterWork | None]
    refresh: Callable[[], None]
    done: Callable[[str, int | None, str], None]
    """(what was done in words, the paper that was issued, its title)."""


class HandlingActs:
    """Opens the forms and does what they ask; one form at a time."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._opening = False

    # what can be begun

    def supply(self, lack: Lack) -> None:
        """Open what supplies something that is missing."""
        work = self._place.shown()
        if lack.step is not None:
            self.open_step(lack.step)
        elif lack.kind:
            self.open_kind(lack.kind)
        elif lack.page and work is not None:
            self._place.page.go.emit(lack.page, work.detail.matter_id)

    def choose_step(self) -> None:
        """The lawful steps that have no button of their own."""
        work = self._place.shown()
        if work is None:
            return
        offered = [one.step for one in work.standing.next]
        acts = [
            Act(one.step.value, one.text, below="；".join(lack.words for lack in words.lacks(one, offered)))
            for one in more_steps(work.standing)
        ]
        if acts:
            self._choose("其他步骤", f"办哪一步　{work.detail.number}", acts, lambda value: self.open_step(Step(value)))

    def choose_kind(self) -> None:
        """Every kind of record that is written without a step, by group."""
        work = self._place.shown()
        if work is None or not self._may_write():
            return
        begun = self._place.kept.of_matter(work.detail.matter_id)
        groups = tuple(RecordGroup)
        kinds = [
            (code, rule)
            for code, rule in KINDS.items()
            if rule.step is None and (not rule.restricted or work.restricted)
        ]
        kinds.sort(key=lambda one: (f"kind:{one[0]}" not in begun, groups.index(one[1].group)))
        acts = [
            Act(
                code,
                rule.text,
                RECORD_GROUP_TEXT[rule.group],
                "没写完，接着写" if f"kind:{code}" in begun else rule.hint,
            )
            for code, rule in kinds
        ]
        self._choose("写记录", f"写哪一种记录　{work.detail.number}", acts, self.open_kind)

    def forget_step(self, step: Step) -> None:
        """Let go of what was typed for a step that cannot be taken any more."""
        work = self._place.shown()
        if work is not None:
            self._place.kept.end(FormKey(work.detail.matter_id, f"step:{step.value}"))

    def open_step(self, step: Step) -> None:
        """The form of a step; what is missing for it stands on top."""
        work = self._place.shown()
        if work is None:
            return
        if asks_nothing(step):
            self._place.page.go.emit("dossier", work.detail.matter_id)
            return
        matter_id, now = work.detail.matter_id, self._place.clock()
        self._read(lambda session: record_form.for_step(session, step, matter_id, now), partial(self._ask_step, step))

    def open_kind(self, kind: str) -> None:
        """The form of a record without a step."""
        work = self._place.shown()
        if work is None:
            return
        matter_id, now = work.detail.matter_id, self._place.clock()
        self._read(lambda session: record_form.for_kind(session, kind, matter_id, now), partial(self._ask_kind, kind))

    def open_event(self, record_id: int, name: str, over: QWidget, done: Callable[[str, int | None], None]) -> None:
        """The form of what followed a record, over the record's own window."""
        now = self._place.clock()
        self._read(
            lambda session: record_form.for_event(session, record_id, name, now),
            lambda start: self._ask_event(record_id, name, over, done, start),
        )

    # forms

    def _ask_step(self, step: Step, start: FormStart) -> None:
        work = self._place.shown()
        if work is None:
            return
        detail, kind = work.detail, KIND_OF_STEP.get(step)
        text = STEP_RULES[step].text
        paper = KINDS[kind].text if kind is not None else ""
        title = text if not paper or paper == text else f"{text}　{paper}"
        key = FormKey(detail.matter_id, f"step:{step.value}")

        def act(dialog: HandlingDialog, values: dict[str, str]) -> None:
            version, now = dialog.version, self._place.clock()

            def done(receipt: StepReceipt) -> None:
                record = receipt.record
                number = f"，{record.number}" if record is not None and record.number else ""
                document_id = record.document_id if record is not None else None
                self._finish(dialog, key, f"“{text}”已办{number}。", document_id, paper)

            self._write(
                dialog, lambda session: records.take_step(session, step, detail.matter_id, version, values, now), done
            )

        said = FormWords(title, f"{title}　{detail.number}　{detail.petitioner}", "办好", _hint(kind))
        self._show(said, start, key, act, kind if kind and KINDS[kind].paper else "", supply=self._supply(work, step))

    def _ask_kind(self, kind: str, start: FormStart) -> None:
        work = self._place.shown()
        if work is None:
            return
        detail, rule = work.detail, KINDS[kind]
        key = FormKey(detail.matter_id, f"kind:{kind}")

        def act(dialog: HandlingDialog, values: dict[str, str]) -> None:
            request, now = RecordRequest(kind, values, detail.matter_id, dialog.version), self._place.clock()

            def done(receipt: RecordReceipt) -> None:
                number = f"，{receipt.number}" if receipt.number else ""
                self._finish(dialog, key, f"{rule.text}已记下{number}。", receipt.document_id, rule.text)

            self._write(dialog, lambda session: records.write(session, request, now), done)

        said = FormWords(rule.text, f"{rule.text}　{detail.number}　{detail.petitioner}", "记下", _hint(kind))
        self._show(said, start, key, act, kind if rule.paper else "")

    def _ask_event(
        self, record_id: int, name: str, over: QWidget, done: Callable[[str, int | None], None], start: FormStart
    ) -> None:
        work = self._place.shown()
        record = next((one for one in work.records if one.record_id == record_id), None) if work else None
        if work is None or record is None:
            return
        event = KINDS[record.kind].event(name)
        key = FormKey(work.detail.matter_id, f"event:{record_id}:{name}")

        def act(dialog: HandlingDialog, values: dict[str, str]) -> None:
            now = self._place.clock()

            def followed(receipt: RecordReceipt) -> None:
                self._place.kept.end(key)
                dialog.accept()
                issued = receipt.document_id if event.paper else None
                done(f"“{event.text}”已记下。", issued)

            self._write(dialog, lambda session: records.follow(session, record_id, name, values, now), followed)

        said = FormWords(event.text, f"{event.text}　{words.record_title(record)}", "记下")
        self._show(said, start, key, act, "", over=over)

    # doing

    def _show(
        self,
        said: FormWords,
        start: FormStart,
        key: FormKey,
        act: Callable[[HandlingDialog, dict[str, str]], None],
        paper_of: str,
        *,
        supply: Supply | None = None,
        over: QWidget | None = None,
    ) -> None:
        work = self._place.shown()
        if work is None:
            return

        def keep(typed: Mapping[str, str]) -> None:
            if typed:
                self._place.kept.keep(key, f"{said.title}　{work.detail.number}", typed)
            else:
                self._place.kept.end(key)

        def sample(dialog: HandlingDialog, values: dict[str, str]) -> None:
            request = RecordRequest(paper_of, values, key.matter_id)
            show_sample(dialog, request, self._place.clock(), self._place.ops, dialog.refuse)

        dialog = HandlingDialog(
            said,
            start,
            lambda: self._place.clock().date(),
            over or self._place.page,
            act=act,
            typed=keep,
            sample=sample if paper_of else None,
            supply=supply,
            begun=self._place.kept.begun(key),
        )
        dialog.version = work.standing.version
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.rejected.connect(self._place.kept.flush)
        dialog.open()

    def _write(
        self,
        dialog: HandlingDialog,
        act: Callable[[Session], object],
        done: Callable[..., None],
    ) -> None:
        self._place.ops.write(
            dialog,
            act,
            done,
            failed=lambda answer: self._refused(dialog, answer),
            always=lambda: dialog.set_working(False),
        )

    def _refused(self, dialog: HandlingDialog, answer: Refused) -> None:
        """Say why; the next try builds on the matter as it is now, which the page shows behind the form."""
        dialog.refuse(answer)
        work = self._place.shown()
        if work is None:
            return
        matter_id, today = work.detail.matter_id, self._place.clock().date()

        def seen(version: int) -> None:
            dialog.version = version

        self._place.ops.read(
            dialog,
            lambda session: steps.standing(session, matter_id, today).version,
            done=seen,
            failed=lambda _answer: None,
        )
        self._place.refresh()

    def _finish(self, dialog: HandlingDialog, key: FormKey, said: str, document_id: int | None, title: str) -> None:
        self._place.kept.end(key)
        dialog.accept()
        self._place.done(said, document_id, title)

    def _read(self, fn: Callable[[Session], FormStart], show: Callable[[FormStart], None]) -> None:
        """Read what a form begins with; a second key while it is on its way opens no second form."""
        if self._opening:
            return
        self._opening = True

        def over() -> None:
            self._opening = False

        self._place.ops.read(self._place.page, fn, done=show, failed=self._place.page.tell, always=over)

    def _choose(self, title: str, about: str, acts: list[Act], choose: Callable[[str], None]) -> None:
        dialog = Chooser(title, about, acts, choose, self._place.page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _supply(self, work: MatterWork, step: Step) -> Supply | None:
        offered = {one.step: one for one in work.standing.next}
        lacking = words.lacks(offered[step], offered) if step in offered else ()
        if not lacking:
            return None
        way = next((one for one in lacking if one.act_words), None)
        text = "；".join(one.words for one in lacking) + "。"
        return Supply(text, way.act_words if way else "", partial(self.supply, way) if way else None)

    def _may_write(self) -> bool:
        work = self._place.shown()
        return work is not None and not work.detail.void_reason


def _hint(kind: str | None) -> str:
    return KINDS[kind].hint if kind is not None else ""

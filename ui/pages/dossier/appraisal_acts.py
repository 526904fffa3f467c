"""Putting dossiers whose term is over before the committee, and noting what it decides."""

from __future__ import annotations

from app.domain.appraisal import Decision
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.services import appraisal, archive_lists
from app.services.appraisal import DisposalList, Proposed
from app.services.session import Session
from ui.pages.dossier.appraisal_panel import AppraisalPanel
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.list_card import APPRAISAL
from ui.pages.dossier.list_output import give_list
from ui.pages.dossier.workplace import Workplace, text_of, value_of
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.tone import Tone


class AppraisalActs:
    """Acts on the list shown."""

    def __init__(self, at: Workplace, panel: AppraisalPanel) -> None:
        self._at, self._panel = at, panel
        self._lists: tuple[DisposalList, ...] = ()
        self._may = False
        self._wanted: int | None = None
        at.card.list_chosen.connect(self._show)
        at.card.propose.clicked.connect(self._propose)
        panel.note.clicked.connect(self._decide)
        panel.take_back.clicked.connect(self._take_back)
        panel.close_list.clicked.connect(self._close)
        panel.print_list.clicked.connect(self._print_list)
        panel.print_destroyed.clicked.connect(self._print_destroyed)

    def read(self) -> None:
        """Read the lists anew."""

        def read(session: Session) -> tuple[tuple[DisposalList, ...], bool]:
            return appraisal.lists(session), session.viewer.may(Right.ADMINISTER)

        self._at.ops.read(self._at.page, read, lambda found: self._take(*found))

    def _take(self, lists: tuple[DisposalList, ...], may: bool) -> None:
        card = self._at.card
        if card.view() != APPRAISAL:
            return
        self._lists, self._may = lists, may
        card.show_lists(lists)
        card.propose.setEnabled(may)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            card.choose_list(wanted)
        current = card.current_list()
        if current is None and lists:
            card.choose_list(lists[0].list_id)
            current = lists[0].list_id
        if current is None:
            self._panel.show_list(None, may=may)
        else:
            self._show(current)

    def _show(self, list_id: int) -> None:
        found = next((one for one in self._lists if one.list_id == list_id), None)
        self._panel.show_list(found, may=self._may)

    def _propose(self) -> None:
        at = self._at
        until = DateEdit(lambda: at.clock().date())
        until.set_day(at.clock().date())
        field = Field("保管期满截至", until, required=True, hint="这一天以前期满、已归档、没有借出的都列上")

        def act(dialog: FormDialog) -> None:
            day, now = until.day(), at.clock()
            if day is None:
                field.set_problem("请填写日期，例如 1231 或 t。")
                dialog.act.setEnabled(True)
                return

            def proposed(done: Proposed) -> None:
                self._wanted = done.made.list_id
                at.finish(
                    dialog, f"第 {done.made.list_id} 号鉴定清单已列出，共 {len(done.made.items)} 卷，请逐卷鉴定。"
                )

            at.ops.write(
                dialog,
                lambda session: appraisal.propose(session, day, now),
                proposed,
                dialog.refuse,
                always=lambda: dialog.act.setEnabled(True),
            )

        about = "只列出来供委员会鉴定，不改动卷宗。"
        at.open("列出期满卷宗", about, {"until": field}, "列出", act)

    def _decide(self) -> None:
        panel = self._panel
        code = value_of(panel.decision)
        if not code:
            panel.decision.set_problem("请选择鉴定意见。")
            panel.decision.editor.setFocus()
            return
        self._write(Decision(code), text_of(panel.words))

    def _take_back(self) -> None:
        self._write(None, "")

    def _write(self, decision: Decision | None, words: str) -> None:
        at, panel, now = self._at, self._panel, self._at.clock()
        made, one = panel.made, panel.item()
        if made is None or one is None:
            return

        def noted(done: Proposed) -> None:
            self._lists = tuple(done.made if old.list_id == done.made.list_id else old for old in self._lists)
            panel.show_list(done.made, may=self._may)
            if decision is not None:
                panel.go_to_next()

        at.ops.write(
            at.page,
            lambda session: appraisal.decide(session, made.list_id, one.dossier_id, decision, words, now),
            noted,
            lambda answer: self._refuse(answer, {"words": panel.words}),
        )

    def _close(self) -> None:
        at, panel, now = self._at, self._panel, self._at.clock()
        made = panel.made
        if made is None:
            return
        members, paper = text_of(panel.members), text_of(panel.paper)
        at.ops.write(
            at.page,
            lambda session: appraisal.close(session, made.list_id, members, paper, now),
            lambda done: at.say(
                f"第 {done.made.list_id} 号鉴定清单已办结。同意销毁的，请打印销毁清册，由两人以上监销。"
            ),
            lambda answer: self._refuse(answer, {"members": panel.members, "paper": panel.paper}),
        )

    def _print_list(self) -> None:
        made = self._panel.made
        if made is not None:
            about = "供鉴定委员会审议和签名"
            give_list(
                self._at, "档案鉴定清单", about, {}, lambda session: archive_lists.appraised(session, made.list_id)
            )

    def _print_destroyed(self) -> None:
        made = self._panel.made
        if made is not None:
            about = "只列同意销毁的；监销人签名后永久保存"
            give_list(
                self._at, "档案鉴定销毁清册", about, {}, lambda session: archive_lists.to_destroy(session, made.list_id)
            )

    def _refuse(self, answer: Refused, fields: dict[str, Field]) -> None:
        concerned = [name for name in fields if name in answer.fields]
        if not concerned:
            self._at.say(answer.message, Tone.SOON)
            return
        fields[concerned[0]].editor.setFocus()
        for name in concerned:
            fields[name].set_problem(answer.fields[name])

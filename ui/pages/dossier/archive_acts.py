"""What becomes of bound dossiers: filing, places, loans, and the lists that the archive keeps and signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.domain.changes import Change
from app.domain.dossier_paper import ArchiveList
from app.services import archive, archive_lists
from app.services.archive import HandOver, Place
from app.services.session import Session
from ui.pages.dossier import acts
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.list_output import ask_where, give_list, output_field, put_out
from ui.pages.dossier.workplace import Workplace, text_of, value_of
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit

NEW = "new"


class ArchiveActs:
    """Acts on the bound dossier shown, and on those marked in the list."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        panel, card = at.panel, at.card
        panel.file.clicked.connect(self._file)
        panel.put.clicked.connect(self._put)
        panel.lend.clicked.connect(self._lend)
        panel.prolong.clicked.connect(self._prolong)
        panel.give_back.clicked.connect(self._give_back)
        card.register.clicked.connect(self._register)
        card.due.clicked.connect(self._due)
        card.hand_over.clicked.connect(self._read_hand_overs)

    # one dossier

    def _file(self) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None:
            return
        marked = at.card.marked() or (matter_id,)
        about = at.heading if len(marked) == 1 else f"选中的 {len(marked)} 卷，放在同一处"
        self._ask_place(
            "归档登记", about, "归档", lambda session, place: archive.file(session, marked, place, at.clock())
        )

    def _put(self) -> None:
        at, matter_id, view = self._at, self._at.matter_id, self._at.panel.view
        if matter_id is None or view is None:
            return
        facts = view.facts
        self._ask_place(
            "改存放位置",
            at.heading,
            "改到这里",
            lambda session, place: archive.put(session, matter_id, place, at.clock()),
            Place(facts.room, facts.rack, facts.box),
        )

    def _ask_place(
        self,
        title: str,
        about: str,
        words: str,
        write: Callable[[Session, Place], Change],
        known: Place | None = None,
    ) -> None:
        at = self._at
        fields = {
            "room": Field("库房", LineEdit(longest=60)),
            "rack": Field("架号", LineEdit(longest=60)),
            "box": Field("盒号", LineEdit(longest=60), hint="至少填一项"),
        }
        for name, field in fields.items():
            field.editor.setText(getattr(known or Place(), name))  # type: ignore[union-attr]

        def act(dialog: FormDialog) -> None:
            place = Place(*(text_of(field) for field in fields.values()))
            where = " ".join(part for part in (place.room, place.rack, place.box) if part.strip())
            said = "已归档登记" if title == "归档登记" else "存放位置已改"
            at.write_from(dialog, lambda session: write(session, place), f"{said}：{where}。")

        at.open(title, about, fields, words, act)

    def _lend(self) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None:
            return
        due = DateEdit(lambda: at.clock().date())
        fields = {
            "borrower": Field("借阅人", LineEdit(longest=60), required=True),
            "department": Field("部门", LineEdit(longest=60)),
            "purpose": Field("事由", LineEdit(longest=60), required=True),
            "due_on": Field("归还日期", due, hint="不填时按设置的借阅天数"),
        }

        def act(dialog: FormDialog) -> None:
            if due.is_wrong():
                fields["due_on"].set_problem("请填写日期，例如 0315 或 +30。")
                dialog.act.setEnabled(True)
                return
            now, day = at.clock(), due.day()
            who, where, why = (text_of(fields[name]) for name in ("borrower", "department", "purpose"))
            at.write_from(
                dialog,
                lambda session: archive.lend(session, matter_id, who, why, now, department=where, due_on=day),
                f"已借给{who}。",
            )

        at.open("借出卷宗", at.heading, fields, "借出", act)

    def _prolong(self) -> None:
        at, matter_id, row = self._at, self._at.matter_id, self._at.panel.row
        if matter_id is None or row is None or row.due_on is None:
            return
        due = DateEdit(lambda: at.clock().date())
        later = max(row.due_on, at.clock().date()) + timedelta(days=30)
        due.set_day(later)
        fields = {"due_on": Field("续借到", due, required=True, hint=f"原应于 {row.due_on} 归还")}

        def act(dialog: FormDialog) -> None:
            day, now = due.day(), at.clock()
            if day is None:
                fields["due_on"].set_problem("请填写日期，例如 0315 或 +30。")
                dialog.act.setEnabled(True)
                return
            at.write_from(dialog, lambda session: archive.prolong(session, matter_id, day, now), f"已续借到 {day}。")

        at.open("续借", f"{at.heading}　{row.borrower}", fields, "续借", act)

    def _give_back(self) -> None:
        at, matter_id, row = self._at, self._at.matter_id, self._at.panel.row
        if matter_id is None or row is None:
            return
        note = Field("归还情况", LineEdit("例如：完好；缺第 12 页", longest=200), hint="完好可以不填")

        def act(dialog: FormDialog) -> None:
            words, now = text_of(note), at.clock()
            at.write_from(dialog, lambda session: archive.take_back(session, matter_id, now, words), "已归还。")

        at.open("归还", f"{at.heading}　{row.borrower}", {"note": note}, "已归还", act)

    # lists

    def _register(self) -> None:
        at = self._at
        at.ops.read(
            at.page,
            lambda session: sorted(
                {row.filed_on.year for row in archive.filing_register(session) if row.filed_on is not None},
                reverse=True,
            ),
            self._ask_register,
        )

    def _ask_register(self, years: list[int]) -> None:
        at = self._at
        if not years:
            at.say("还没有归档登记的卷宗，归档登记簿是空的。")
            return
        year = Field("年度", Choice([Option(None, "全部年度"), *(Option(one, f"{one} 年") for one in years)]))
        year.editor.set_value(years[0])  # type: ignore[union-attr]

        def fill(session: Session) -> ArchiveList:
            return archive_lists.filing_register(session, year.editor.value(), now)  # type: ignore[union-attr]

        now = at.clock()
        give_list(at, "归档登记簿", "按档号排列，借出的也在内", {"year": year}, fill)

    def _due(self) -> None:
        today = self._at.clock().date()
        give_list(
            self._at,
            "借阅催还清单",
            "已经逾期和三天内到期的",
            {},
            lambda session: archive_lists.loans_due(session, today),
        )

    def _read_hand_overs(self) -> None:
        self._at.ops.read(self._at.page, archive.hand_overs, self._hand_over)

    def _hand_over(self, before: tuple[HandOver, ...]) -> None:
        at = self._at
        marked = at.card.marked()
        words = f"移交选中的 {len(marked)} 卷" if marked else "移交全部可移交的"
        kept = [
            Option(str(one.hand_over_id), f"再印第 {one.hand_over_id} 号（{one.made_at:%Y-%m-%d} {one.receiver}）")
            for one in before
        ]
        which = Field("清单", Choice([Option(NEW, words), *kept]))
        which.editor.set_value(NEW)  # type: ignore[union-attr]
        receiver = Field("接收人或接收单位", LineEdit(longest=60), hint="再印以前的清单时不用填")
        output = output_field()

        def act(dialog: FormDialog) -> None:
            chosen, to, now = value_of(which), text_of(receiver), at.clock()
            if chosen == NEW and not to.strip():
                receiver.set_problem("请填写接收人或接收单位。")
                receiver.editor.setFocus()
                dialog.act.setEnabled(True)
                return
            go_on, where = ask_where(at, output, "卷宗移交清单", dialog)
            if not go_on:
                return
            if chosen != NEW:
                self._give(dialog, chosen, where)
                return

            def handed(done: acts.Handed) -> None:
                number = str(done.made.hand_over.hand_over_id)
                offer = which.editor
                assert isinstance(offer, Choice)
                offer.set_options([Option(number, f"再印第 {number} 号（刚才移交的）")])
                offer.set_value(number)
                self._give(dialog, number, where)

            # in the paper lane, where it is first tried whether the file can be written
            at.paper_from(dialog, lambda session, _progress: acts.hand_over(session, marked, to, where, now), handed)

        about = "归档登记以后、没有借出、还没有移交过的卷宗，列成清单，双方当面点清签名"
        fields = {"receiver": receiver, "which": which, "output": output}
        at.open("移交清单", about, fields, "移交", act)

    def _give(self, dialog: FormDialog, number: str, where: Path | None) -> None:
        """Give a list that is in the register by now; if it does not come out it can be printed again by its number."""

        def fill(session: Session) -> ArchiveList:
            return archive_lists.hand_over(session, archive.hand_over_list(session, int(number)))

        put_out(self._at, f"第 {number} 号移交清单", fill, where, dialog, "请双方签名。")

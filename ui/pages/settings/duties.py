"""岗位: who holds which post, who is in charge of what, what each post answers for, and where cases belong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from app.domain.changes import Change
from app.domain.responsibility import POST_TEXT, Post, ResponsibilityTree
from app.domain.viewer import Right
from app.services import accounts, people, settings
from app.services.people import PostLine
from app.services.session import Session
from app.services.settings import Lists
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Shape, Status
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = "审批、提醒和逐级督促按这里的任职和分工进行。任职和分工都有起止日期，过去的照旧能查。"
CHOOSE_FIRST = "请先在列表中选中一行。"


@dataclass(frozen=True)
class _Answer:
    posts: tuple[PostLine, ...]
    tree: ResponsibilityTree
    vacancies: tuple[str, ...]
    lists: Lists
    routes: dict[str, str]
    known: tuple[tuple[int, str, int | None], ...]
    may_change: bool


class DutiesSection(Section):
    """Posts with their duties, dated holdings, portfolios, accounts with the person behind, and case types."""

    title = "岗位"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._posts: tuple[PostLine, ...] = ()
        self.vacant = Notice("", Tone.SOON)
        self.posts = SmallTable("岗位责任表", ("岗位", "现任", "职责"), (130, 160, 320), stretch=2, most=8)
        self.duties = BlockEdit("一行一条职责", least=3)
        self.keep_duties = KeyButton("保存职责", "Alt+S", icon="save")
        self.holdings = SmallTable("任职", ("姓名", "岗位", "庭室", "起止"), (120, 130, 150, 190), stretch=2)
        self.staff, self.post, self.department = Choice(), Choice(), Choice(hint="庭长要选")
        self.start = DateEdit(lambda: clock().date())
        self.fields = {
            "staff": Field("人员", self.staff, required=True),
            "post": Field("岗位", self.post, required=True),
            "department": Field("庭室", self.department),
            "valid_from": Field("从哪天起", self.start, required=True),
        }
        self.appoint = KeyButton("任职", "Alt+R", Kind.LEAD, "plus")
        self.release = KeyButton("选中的卸任", "Alt+X")
        self.portfolios = SmallTable("院长分工", ("院领导", "分管庭室", "起止"), (150, 200, 190), stretch=1)
        self.leader, self.charge = Choice(), Choice()
        self.charge_start = DateEdit(lambda: clock().date())
        self.charge_fields = {
            "staff": Field("院领导", self.leader, required=True),
            "department": Field("分管庭室", self.charge, required=True),
            "valid_from": Field("从哪天起", self.charge_start, required=True),
        }
        self.put = KeyButton("分管", "Alt+G", Kind.LEAD, "plus")
        self.end = KeyButton("选中的不再分管", "Alt+Z")
        self.accounts = SmallTable("账户对应的人员", ("账户", "人员"), (200, 240), stretch=1)
        self.behind = Choice(hint="不对应")
        self.link = KeyButton("对应", "Alt+D")
        self.routes = SmallTable("案件类型去向", ("案号里的类型字", "建议的承办庭室"), (170, 260), stretch=1)
        self.sign, self.route = LineEdit("如 执、民初", longest=10), Choice()
        self.route_fields = {
            "sign": Field("类型字", self.sign, required=True),
            "department": Field("承办庭室", self.route, required=True),
        }
        self.set_route = KeyButton("保存去向", "Alt+B")
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._forms: list[QWidget] = []
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read posts, holdings, portfolios, accounts and routes."""
        today = self._clock().date()

        def read(session: Session) -> _Answer:
            return _Answer(
                people.post_table(session, today),
                people.tree(session),
                people.vacancies(session, today),
                settings.lists(session, today),
                people.case_routes(session),
                tuple((one.account_id, one.name, one.staff_id) for one in accounts.list_accounts(session)),
                session.viewer.may(Right.ADMINISTER),
            )

        self._ops.read(self, read, self._show)

    def _build(self) -> None:
        self._posts_card()
        self._card("任职", self.holdings, self.fields, (self.appoint, self.release))
        self._card("院长分工", self.portfolios, self.charge_fields, (self.put, self.end))
        behind = {"behind": Field("选中的账户由谁使用", self.behind)}
        self._card("账户对应的人员（回避按人员隐去事项）", self.accounts, behind, (self.link,))
        self._card(
            "案件类型去向（没有原承办人时，据此建议承办庭室）", self.routes, self.route_fields, (self.set_route,)
        )
        today = self._clock().date()
        self.start.set_day(today)
        self.charge_start.set_day(today)
        self.post.set_options([Option(post, POST_TEXT[post]) for post in Post if post is not Post.HANDLER])

    def _posts_card(self) -> None:
        card = Card("岗位责任表")
        card.add(text_label(HOW, "small", wrap=True))
        card.add(self.vacant)
        card.add(self.posts)
        card.add(self._closed)
        field = Field("选中岗位的职责", self.duties, hint="一行一条；清空后保存，恢复程序给出的职责")
        card.add(field)
        acts = scale.row()
        acts.addWidget(self.keep_duties)
        acts.addStretch(1)
        card.add(acts)
        self.body.addWidget(card)
        self._forms += [field, self.keep_duties]

    def _card(self, title: str, table: SmallTable, fields: dict[str, Field], buttons: Sequence[KeyButton]) -> None:
        card = Card(title)
        card.add(table)
        grid = FieldGrid(columns=4, least=150)
        for field in fields.values():
            grid.add(field)
        card.add(grid)
        acts = scale.row()
        scale.fill(acts, buttons)
        acts.addStretch(1)
        card.add(acts)
        self.body.addWidget(card)
        self._forms += [grid, *buttons]

    def _listen(self) -> None:
        self.posts.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_duties())
        self.keep_duties.clicked.connect(self._keep_duties)
        self.appoint.clicked.connect(self._appoint)
        self.release.clicked.connect(self._release)
        self.put.clicked.connect(self._put)
        self.end.clicked.connect(self._end)
        self.link.clicked.connect(self._link)
        self.set_route.clicked.connect(self._set_route)

    def _show(self, answer: _Answer) -> None:
        self._posts = answer.posts
        self.vacant.setVisible(bool(answer.vacancies))
        self.vacant.set_words(f"还没有人担任：{'、'.join(answer.vacancies)}。到这些岗位的事项只能写岗位名称。")
        self.posts.show_rows([_post_row(line) for line in answer.posts])
        today = self._clock().date()
        departments = {one.department_id: one.name for one in answer.lists.departments}
        self.holdings.show_rows(
            [
                Row(
                    one.holding_id,
                    (
                        one.staff.name,
                        POST_TEXT[one.post],
                        departments.get(one.department_id, ""),
                        _span(one.valid_from, one.valid_to, today),
                    ),
                )
                for one in answer.tree.holdings
            ]
        )
        self.portfolios.show_rows(
            [
                Row(one.portfolio_id, (one.leader.name, one.department, _span(one.valid_from, one.valid_to, today)))
                for one in answer.tree.portfolios
            ]
        )
        names = {one.staff_id: one.name for one in answer.lists.staff}
        self.accounts.show_rows(
            [Row(account, (name, names.get(staff or 0, "没有对应人员"))) for account, name, staff in answer.known]
        )
        self.routes.show_rows([Row(sign, (sign, name)) for sign, name in answer.routes.items()])
        working = [Option(one.staff_id, one.name) for one in answer.lists.staff if one.active]
        open_departments = [Option(one.department_id, one.name) for one in answer.lists.departments if one.active]
        for choice in (self.staff, self.leader):
            choice.set_options(working)
        self.behind.set_options([Option(0, "不对应"), *working])
        for choice in (self.department, self.charge, self.route):
            choice.set_options(open_departments)
        self._closed.setVisible(not answer.may_change)
        for widget in self._forms:
            widget.setVisible(answer.may_change)
        self._show_duties()

    def _show_duties(self) -> None:
        chosen = self._line()
        if chosen is not None and not self.duties.hasFocus():
            self.duties.set_text("\n".join(chosen.duties))

    def _line(self) -> PostLine | None:
        post = self.posts.subject()
        return next((line for line in self._posts if line.post is post), None)

    def _keep_duties(self) -> None:
        line = self._line()
        if line is None:
            self.say(CHOOSE_FIRST, Tone.SOON)
            self.posts.setFocus()
            return
        duties = self.duties.text().split("\n")
        self._change(
            lambda session: people.change_duties(session, line.post, duties, self._clock()),
            f"{line.name}的职责已保存。",
            {},
        )

    def _appoint(self) -> None:
        if not self._whole(self.fields, self.start):
            return
        staff, post, department, start = (
            self.staff.value(),
            self.post.value(),
            self.department.value(),
            self.start.day(),
        )
        assert start is not None
        self._change(
            lambda session: people.appoint(session, staff, post, department, start, None, self._clock()),
            f"{self.staff.currentText()}从{start}起任{POST_TEXT[post]}。",
            self.fields,
        )

    def _release(self) -> None:
        holding = self._chosen(self.holdings)
        if holding is None:
            return
        today = self._clock().date()
        self._change(
            lambda session: people.release(session, holding, today, self._clock()), "已卸任，今天是最后一天。", {}
        )

    def _put(self) -> None:
        if not self._whole(self.charge_fields, self.charge_start):
            return
        leader, department, start = self.leader.value(), self.charge.value(), self.charge_start.day()
        assert start is not None
        self._change(
            lambda session: people.put_in_charge(session, leader, department, start, None, self._clock()),
            f"{self.leader.currentText()}从{start}起分管{self.charge.currentText()}。",
            self.charge_fields,
        )

    def _end(self) -> None:
        portfolio = self._chosen(self.portfolios)
        if portfolio is None:
            return
        today = self._clock().date()
        self._change(
            lambda session: people.end_charge(session, portfolio, today, self._clock()),
            "已结束分管，今天是最后一天。",
            {},
        )

    def _link(self) -> None:
        account = self._chosen(self.accounts)
        if account is None:
            return
        staff = self.behind.value() or None
        self._change(
            lambda session: people.link_account(session, account, staff, self._clock()),
            "已保存，下次解锁起按对应的人员显示。",
            {},
        )

    def _set_route(self) -> None:
        if not all(field.check_now() for field in self.route_fields.values()):
            return
        sign, department = self.sign.text(), self.route.value()
        self._change(
            lambda session: people.change_case_route(session, sign, department, self._clock()),
            f"案号含“{sign.strip()}”的，建议由{self.route.currentText()}承办。",
            self.route_fields,
        )

    def _whole(self, fields: dict[str, Field], start: DateEdit) -> bool:
        wrong = [field for field in fields.values() if not field.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
            return False
        if start.day() is None:
            fields["valid_from"].set_problem("请写一天，例如 t（今天）或 0101。")
            start.setFocus()
            return False
        return True

    def _chosen(self, table: SmallTable) -> int | None:
        subject = table.subject()
        if subject is None:
            self.say(CHOOSE_FIRST, Tone.SOON)
            table.setFocus()
            return None
        return int(subject)

    def _change(self, act: Callable[[Session], Change], words: str, fields: dict[str, Field]) -> None:
        self._ops.write(self, act, lambda _change: self.say(words), lambda refusal: self.refuse(refusal, fields))


def _post_row(line: PostLine) -> Row:
    holders = "、".join(one.name for one in line.holders)
    if line.post is Post.HANDLER:
        holders = "随事项确定"
    return Row(line.post, (line.name, holders or Status("空缺", Tone.SOON, Shape.SOON), "；".join(line.duties)))


def _span(start: date, end: date | None, today: date) -> str | Status:
    if end is None:
        return f"{start} 起"
    words = f"{start} 至 {end}"
    return Status(words) if end < today else words

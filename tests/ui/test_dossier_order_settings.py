"""The office's own order of documents in the settings: by mouse and keys, from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import Procedure, template_of
from app.domain.errors import Refused
from app.domain.viewer import Viewer
from app.printing.page_count import count_pages
from app.services import dossier_orders, dossiers
from app.services.dossiers import NewItem
from tests.support.dossier_driver import Clerk
from tests.support.hands import ALT
from tests.support.paper_driver import NOW
from ui.pages.settings.dossier import DossierSection
from ui.pages.settings.dossier_order import OrderCard
from ui.style.theme import Look

TODAY = NOW.date()
SHIPPED = tuple(kind.code for kind in template_of(Procedure.GUIDED).kinds)


@pytest.fixture
def clerk(binder: Clerk) -> Clerk:
    return binder


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def card(clerk: Clerk, qtbot: QtBot, said: list[str]) -> OrderCard:
    section = DossierSection(clerk.operations, lambda: NOW)
    qtbot.addWidget(section)
    section.resize(900, 700)
    section.show()
    section.activateWindow()
    qtbot.waitUntil(section.isActiveWindow)
    clerk.operations.changed.connect(lambda _change: section.refresh())
    section.refresh()
    clerk.settle()
    section.said.connect(lambda words, _tone: said.append(words))
    section.order.procedure.editor.set_value("guided")  # type: ignore[union-attr]
    return section.order


def choose(clerk: Clerk, card: OrderCard, code: str) -> None:
    card.listing.setFocus()
    card.listing.setCurrentIndex(card.listing.lines.index(card.codes().index(code), 0))
    clerk.settle()


def save(clerk: Clerk, card: OrderCard, day: str) -> None:
    card.since.editor.setText(day)  # type: ignore[union-attr]
    card.save.click()
    clerk.settle()


def order_of(clerk: Clerk, matter_id: int) -> list[str]:
    return [item.kind for item in dossiers.view(clerk.session, matter_id).items]


def test_a_new_order_holds_for_what_is_begun_from_its_day_on(clerk: Clerk, card: OrderCard, said: list[str]) -> None:
    _, second, first = [row.matter_id for row in dossiers.rows(clerk.session)]
    dossiers.arrange(clerk.session, first, count_pages, NOW)  # begun before the change
    assert card.codes() == SHIPPED
    choose(clerk, card, "guidance")
    for _step in range(SHIPPED.index("guidance")):
        clerk.press(Qt.Key.Key_Up, ALT)
    assert card.codes()[0] == "guidance"
    save(clerk, card, "t")
    assert "起立卷的按新顺序" in said[-1]
    assert not card.save.isEnabled()
    dossiers.arrange(clerk.session, second, count_pages, NOW + timedelta(days=1))
    for matter_id in (first, second):
        dossiers.add_original(clerk.session, matter_id, NewItem("guidance", "告知书", 1), NOW + timedelta(days=1))
    assert order_of(clerk, second)[0] == "guidance"
    # begun on the very day: in force from the morning on
    assert order_of(clerk, first)[0] == "guidance"
    later = dossier_orders.template_on(dossier_orders.read(clerk.session), Procedure.GUIDED, TODAY - timedelta(days=1))
    assert tuple(kind.code for kind in later.kinds) == SHIPPED


def test_what_was_begun_before_its_day_keeps_its_order(clerk: Clerk, card: OrderCard) -> None:
    first = dossiers.rows(clerk.session)[0].matter_id
    dossiers.arrange(clerk.session, first, count_pages, NOW)
    choose(clerk, card, "guidance")
    clerk.press(Qt.Key.Key_PageUp, ALT)
    save(clerk, card, "+7")
    dossiers.add_original(clerk.session, first, NewItem("guidance", "告知书", 1), NOW + timedelta(days=8))
    assert order_of(clerk, first) == ["registration", "guidance"]
    assert f"{TODAY + timedelta(days=7)} 起：本院的顺序" in card.history.text()
    card.withdraw.click()
    clerk.settle()
    assert card.codes() == SHIPPED
    assert "将要起用" not in card.history.text()
    assert dossier_orders.read(clerk.session) == {"guided": ()}


def test_kinds_are_left_out_and_put_back_but_not_those_the_gate_asks_for(clerk: Clerk, card: OrderCard) -> None:
    choose(clerk, card, "registration")
    assert not card.out.isEnabled()
    choose(clerk, card, "identity")
    clerk.press(Qt.Key.Key_D, ALT)
    assert "identity" not in card.codes()
    card.left_out.editor.set_value("identity")  # type: ignore[union-attr]
    card.put.click()
    assert card.codes().index("identity") > card.codes().index("other")  # last of the main part, to be moved up
    main = [kind.part for kind in template_of(Procedure.GUIDED, {"guided": card.codes()}).kinds]
    assert main == sorted(main, key=lambda part: part.value == "internal")
    card.shipped.click()
    assert card.codes() == SHIPPED
    assert not card.save.isEnabled()


def test_a_day_that_has_passed_is_refused_beside_its_field_and_the_order_stays(clerk: Clerk, card: OrderCard) -> None:
    choose(clerk, card, "identity")
    clerk.press(Qt.Key.Key_Up, ALT)
    changed = card.codes()
    for day, words in (("20260101", "不能早于今天"), ("", "请填写日期")):
        save(clerk, card, day)
        assert words in card.since.note()
        assert card.codes() == changed
    card.refresh()
    clerk.settle()
    assert card.codes() == changed
    assert dossier_orders.read(clerk.session) == {}


def test_only_administrators_change_the_order(clerk: Clerk) -> None:
    other = replace(clerk.session, viewer=Viewer(1, "接待员乙"))
    with pytest.raises(Refused, match="管理权限"):
        dossier_orders.save(other, Procedure.GUIDED, SHIPPED[::-1], TODAY, NOW)
    with pytest.raises(Refused, match="本来就按这个顺序"):
        dossier_orders.save(clerk.session, Procedure.GUIDED, SHIPPED, TODAY, NOW)
    dossier_orders.save(clerk.session, Procedure.GUIDED, SHIPPED[::-1], TODAY, NOW)
    with pytest.raises(Refused, match="已经起用"):
        dossier_orders.withdraw(clerk.session, Procedure.GUIDED, TODAY, NOW)
    dossier_orders.save(clerk.session, Procedure.GUIDED, SHIPPED, TODAY + timedelta(days=1), NOW)
    (_, back) = dossier_orders.read(clerk.session)["guided"]
    assert back.codes == ()  # the shipped order again, whatever it will be


def test_the_card_fits_at_double_size(clerk: Clerk, card: OrderCard, wear: object) -> None:
    wear(Look(zoom=2.0))  # type: ignore[operator]
    clerk.settle()
    assert card.minimumSizeHint().width() <= 900

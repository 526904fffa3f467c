"""现场通知、苗头报告的规矩: times that can be, nobody who must withdraw, and an unanswered call that owes nothing.

Each function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from app.domain.errors import Refused
from app.services.approvals import must_not_withdraw
from app.services.record_act import Act


def may_be_called(act: Act) -> None:
    """Nobody is called to a matter they must keep away from, and no call lies ahead.

    Raises:
        Refused: the person must withdraw, or the time is later than now.
    """
    if act.facts is not None:
        must_not_withdraw(act, "person")
    if act.values["called_at"] > act.now.isoformat(" ", "minutes"):
        words = "通知时间晚于现在，请核对。"
        raise Refused(words, {"called_at": words})


def unanswered_owes_nothing(act: Act) -> None:
    """Nobody comes from a call that was not answered; the next person is called instead."""
    if act.values["answer"] == "no" and act.record_id is not None:
        act.work.records.end((act.record_id,), act.now.date())


def arrives_after_the_call(act: Act) -> None:
    """Somebody arrives after being called, and not in the future.

    Raises:
        Refused: the time is earlier than the call or later than now.
    """
    assert act.known is not None
    at = act.values["arrived_at"]
    if at < act.known.values["called_at"]:
        words = f"到场时间早于通知时间（{act.known.values['called_at']}），请核对。"
        raise Refused(words, {"arrived_at": words})
    if at > act.now.isoformat(" ", "minutes"):
        words = "到场时间晚于现在，请核对。"
        raise Refused(words, {"arrived_at": words})


def is_reported_after_noticed(act: Act) -> None:
    """苗头报告: noticed first, reported then; the days between are shown.

    Raises:
        Refused: the other way round.
    """
    if act.values["day"] < act.values["noticed"]:
        words = "报告日期早于发现日期，请核对两个日期。"
        raise Refused(words, {"day": words})

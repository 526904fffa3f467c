"""谁可以批准: whether somebody holds a post that may approve what no step of the workflow is taken with."""

from __future__ import annotations

from collections.abc import Collection

from app.domain.errors import Refused
from app.domain.responsibility import POST_TEXT, Post
from app.services.record_act import Act


def must_hold(act: Act, field: str, posts: Collection[Post]) -> None:
    """Approvals follow the tree; an office that has not entered its posts yet is not kept from working.

    Raises:
        Refused: who is named in ``field`` holds none of the posts today.
    """
    staff_id, today = int(act.values[field]), act.now.date()
    tree = act.work.people.tree()
    if not any(one.in_force(today) for one in tree.holdings):
        return
    in_charge = Post.VICE_PRESIDENT in posts and any(
        one.leader.staff_id == staff_id and one.in_force(today) for one in tree.portfolios
    )
    if not in_charge and not tree.holds(staff_id, posts, today):
        who = "、".join(POST_TEXT[one] for one in Post if one in posts)
        words = f"{act.names[field]}现在不担任{who}，这一项要由{who}批准。"
        raise Refused(words, {field: words})


def must_not_be(act: Act, field: str, staff_id: int | None, words: str) -> None:
    """Keep two parts of one decision in different hands.

    Raises:
        Refused: the same person is named in ``field``.
    """
    if staff_id is not None and int(act.values[field]) == staff_id:
        raise Refused(words, {field: words})


def must_not_withdraw(act: Act, field: str) -> None:
    """Nothing is given to somebody who must withdraw (《信访工作条例》第二十八条、第三十条).

    Raises:
        Refused: the person named in ``field`` must.
    """
    assert act.facts is not None
    if int(act.values[field]) in act.work.people.barred(act.facts.matter_id):
        words = f"{act.names[field]}应当回避，请改选他人。"
        raise Refused(words, {field: words})

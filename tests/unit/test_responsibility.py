from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from app.domain.responsibility import (
    APPROVERS,
    LADDER,
    POST_DUTIES,
    Portfolio,
    Post,
    PostHolding,
    Recusal,
    ResponsibilityTree,
    Responsible,
    gaps,
    next_climb,
    overlaps,
    propose_owners,
)
from app.domain.work_calendar import built_in_calendar

CALENDAR = built_in_calendar()
SPRING = date(2026, 3, 2)
HANDLER = Responsible(1, "尹某", 5, "执行局")
HEAD = Responsible(2, "段某", 5, "执行局")
VICE = Responsible(3, "方某")
PRESIDENT = Responsible(4, "贺某")
TREE = ResponsibilityTree(
    (
        PostHolding(1, HEAD, Post.DIVISION_HEAD, 5, date(2025, 1, 1)),
        PostHolding(2, PRESIDENT, Post.PRESIDENT, 0, date(2020, 1, 1), date(2026, 6, 30)),
    ),
    (Portfolio(1, VICE, 5, "执行局", date(2026, 1, 1)),),
)


def test_b04_approvals_and_levels_follow_the_tree_on_its_day() -> None:
    assert TREE.holds(PRESIDENT.staff_id, APPROVERS["extension"], SPRING)
    assert not TREE.holds(PRESIDENT.staff_id, APPROVERS["extension"], date(2026, 7, 1))
    assert not TREE.holds(HEAD.staff_id, APPROVERS["extension"], SPRING)
    assert TREE.leader_of(5, SPRING) == VICE
    assert TREE.leader_of(5, date(2025, 12, 31)) is None


def test_b10_every_post_has_duties_and_gaps_are_named() -> None:
    assert set(POST_DUTIES) == set(Post)
    assert all(POST_DUTIES.values())
    assert Post.ARCHIVIST in gaps(TREE.holdings, SPRING)
    assert Post.PRESIDENT not in gaps(TREE.holdings, SPRING)


def test_b12_overdue_climbs_one_level_at_a_time() -> None:
    due, told, level = date(2026, 3, 2), None, 0
    reached = []
    day = due
    for _ in range(40):
        climb = next_climb(TREE, level, due, told, day, CALENDAR, 5, HANDLER)
        if climb is not None:
            assert climb.level == level + 1
            reached.append((climb.post, climb.person, day))
            level, told = climb.level, day
        day += timedelta(days=1)
    assert [one[0] for one in reached] == list(LADDER)
    assert [one[1] for one in reached] == [HANDLER, HEAD, VICE, PRESIDENT]
    assert reached[0][2] == due + timedelta(days=1)
    assert all(CALENDAR.workdays_between(first[2], second[2]) == 3 for first, second in pairwise(reached))


def test_b12_a_vacant_level_is_told_as_a_post_and_not_skipped() -> None:
    climb = next_climb(ResponsibilityTree(), 1, SPRING, SPRING, SPRING + timedelta(days=30), CALENDAR, 5, HANDLER)
    assert climb is not None
    assert (climb.post, climb.person) == (Post.DIVISION_HEAD, None)


def test_due_today_is_not_overdue() -> None:
    assert next_climb(TREE, 0, SPRING, None, SPRING, CALENDAR, 5, HANDLER) is None


def test_d10_the_original_judge_comes_first_and_each_proposal_says_why() -> None:
    proposals = propose_owners(
        [(HANDLER, "（2024）豫9999执1号由其承办")],
        [(HANDLER, "办过同一案件"), (HEAD, "办过同一案件")],
        [(HEAD, "执行类案件")],
        (),
    )
    assert [one.person for one in proposals] == [HANDLER, HEAD]
    assert proposals[0].reason == "（2024）豫9999执1号由其承办"


def test_d10_nobody_who_must_withdraw_is_proposed() -> None:
    accused = Recusal(HANDLER.staff_id, HANDLER.name, True, "被反映人")
    assert [one.person for one in propose_owners([(HANDLER, "")], [], [(HEAD, "")], (accused,))] == [HEAD]


def test_dated_spans_overlap_on_a_shared_day_only() -> None:
    first = (date(2026, 1, 1), date(2026, 6, 30))
    assert overlaps(first, (date(2026, 6, 30), None))
    assert not overlaps(first, (date(2026, 7, 1), None))

"""复核前次办理的规矩: the review that a step writes down closes the task that asked for it.

A function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from app.services.record_act import Act


def close_open_reviews(act: Act) -> None:
    """复核意见 ends every review of the matter that is still owed; the step itself stands on the timeline already."""
    assert act.facts is not None
    opinion = act.values["reason"]
    for task in act.work.history.review_tasks(matter_id=act.facts.matter_id):
        act.work.history.close_task(task.task_id, opinion, act.now)
        after = {"matter": task.number, "opinion": opinion, "record": act.record_id}
        act.work.audit.record("close_review", "review_task", task.task_id, after=after)

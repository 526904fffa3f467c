"""``python -m tests.bench --rows 1000000``: measure the program against its targets.

A missed target is a result, not a failure: the exit code is 1 only when something could not be measured.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported by a subject

from tests.bench import (
    binding,
    covers,
    encryption,
    find,
    intake,
    mail_merge,
    memory,
    queue,
    report,
    resolver,
    search,
    search_on_screen,
    startup,
)
from tests.bench.big_register import ROOT, folder, open_big
from tests.bench.figures import Figure, NotMeasured
from tests.bench.harness import Bench, NotInstalledError, NotReadyError

Subject = Callable[[Bench], Iterable[Figure]]
SUBJECTS: dict[str, tuple[Subject, tuple[str, ...]]] = {
    "intake": (intake.measure, ("intake_ms_over_raw", "intake_ratio")),
    "encryption": (encryption.measure, ("encrypted_commit_ratio",)),
    "search": (search.measure, ("search_1m_p95_ms", "search_worst_ms", "search_recall")),
    "find": (find.measure, ("find_everything_1m_p95_ms",)),
    "search_on_screen": (
        search_on_screen.measure,
        (
            "search_painted_p95_ms",
            "search_painted_worst_ms",
            "search_under_load_p95_ms",
            "search_painted_under_load_p95_ms",
            "search_painted_under_load_worst_ms",
        ),
    ),
    "resolver": (resolver.measure, ("resolver_recall", "resolver_precision", "resolver_1m_p95_ms")),
    "queue": (queue.measure, ("queue_first_paint_1m_ms", "queue_first_paint_ratio", "queue_page_depth_ratio")),
    "covers": (covers.measure, ("cover_cold_ms", "cover_warm_ms", "covers_1000_s")),
    "binding": (binding.measure, ("pack_60_pages_s",)),
    "mail_merge": (mail_merge.measure, ("mail_merge_ratio",)),
    "memory": (memory.measure, ("rss_mb",)),
    "startup": (startup.measure, ("startup_ratio",)),
}


def run(bench: Bench, wanted: Iterable[str]) -> list[Figure | NotMeasured]:
    """Measure subject by subject; one that fails does not keep the others from being measured."""
    results: list[Figure | NotMeasured] = []
    for subject in wanted:
        measure, names = SUBJECTS[subject]
        began = time.perf_counter()
        print(f"测量 {subject} …", end="", flush=True)
        try:
            results += measure(bench)
        except NotReadyError as problem:
            results += [NotMeasured(name, str(problem)) for name in names]
        except NotInstalledError as problem:
            results += [NotMeasured(name, str(problem), optional=True) for name in names]
        except Exception as error:
            traceback.print_exc()
            results += [NotMeasured(name, f"{type(error).__name__}: {error}") for name in names]
        print(f" {time.perf_counter() - began:.0f} 秒", flush=True)
    return results


def main(arguments: list[str]) -> int:
    """Measure, print, write ``bench.json``."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="性能测量")
    parser.add_argument("--rows", type=int, default=1_000_000, help="登记库的事项数")
    parser.add_argument("--only", choices=sorted(SUBJECTS), nargs="+", default=list(SUBJECTS), help="只测这些")
    chosen = parser.parse_args(arguments)
    head = report.machine(chosen.rows)
    session = open_big(chosen.rows)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder(chosen.rows)) as scratch:
        bench = Bench(chosen.rows, session, folder(chosen.rows), Path(scratch))
        gc.freeze()  # as the desk does once it stands
        try:
            results = run(bench, chosen.only)
        finally:
            session.register.close()
    print("", *head, "", report.table(results), "", *bench.details, sep="\n")
    report.write_json(ROOT / "bench.json", results)
    return int(any(isinstance(one, NotMeasured) and not one.optional for one in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

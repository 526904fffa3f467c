"""From starting the process to the first paint: the unlock page of a practice register, and a bare Qt window."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.big_register import make
from tests.bench.figures import Figure, as_ratio, median, percentile
from tests.bench.harness import Bench, fresh_process

ROUNDS = 11
MATTERS = 31


def measure(bench: Bench) -> Iterator[Figure]:
    """The program over the bare window, in turn."""
    directory = bench.scratch / "fresh"
    make(directory, MATTERS)
    times: dict[str, list[float]] = {"desk": [], "bare": []}
    for number in range(ROUNDS + 1):
        for variant in times if number % 2 else reversed(times):
            began, line = fresh_process("child_first_paint", variant, str(directory))
            if number:  # the first start of each only warms the file cache
                times[variant].append((float(line) - began) * 1000)
    ours, limit = median(times["desk"]), median(times["bare"])
    bench.tell(
        f"启动到首次绘制：程序 p50 {ours:.0f} / p95 {percentile(times['desk'], 0.95):.0f} ms；"
        f"空白 Qt 窗口 p50 {limit:.0f} / p95 {percentile(times['bare'], 0.95):.0f} ms；各 {ROUNDS} 次新进程，交替进行。"
    )
    yield as_ratio("startup_ratio", ours, limit, f"解锁页 {ours:.0f} ms，空白窗口 {limit:.0f} ms")

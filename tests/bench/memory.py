"""Memory of a process that has opened the register, read a page and drawn a cover; its limit is the program loaded."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Figure, over_limit
from tests.bench.harness import Bench, fresh_process


def measure(bench: Bench) -> Iterator[Figure]:
    """Resident megabytes."""
    used, loaded = (float(one) for one in fresh_process("child_memory", str(bench.directory))[1].split())
    yield over_limit("rss_mb", used, loaded, f"其中程序和 Qt 本身 {loaded:.0f} MB")

"""``python -m tests.e2e.offline ARGUMENTS``: ``main.py`` with every use of the network forbidden."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

FORBIDDEN = 4
"""The exit code of a process that reached for the network."""


def forbid_network() -> None:
    """From now on the first act on a socket, a name look-up too, ends the process with :data:`FORBIDDEN`."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket."):
            os.write(2, f"reached for the network: {event} {arguments!r}\n".encode())
            os._exit(FORBIDDEN)

    sys.addaudithook(watch)


def internet_sockets() -> list[str]:
    """Internet sockets this process holds, whoever in it opened them; Linux tells, elsewhere there are none known."""
    tables = [Path("/proc/self/net") / name for name in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")]
    known = {row.split()[9] for table in tables if table.exists() for row in table.read_text().splitlines()[1:]}
    found = []
    for descriptor in Path("/proc/self/fd").iterdir() if Path("/proc/self/fd").exists() else ():
        try:
            target = str(descriptor.readlink())
        except OSError:  # the descriptor of the listing itself
            continue
        if target.startswith("socket:[") and target[8:-1] in known:
            found.append(target)
    return found


if __name__ == "__main__":
    forbid_network()
    import main

    sys.exit(main.main(sys.argv[1:]))

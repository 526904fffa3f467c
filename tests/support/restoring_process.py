"""Restorings that are killed, each before another of its acts on files.

``python -m tests.support.restoring_process TEMPLATE FOLDER BACKUP``: for each step 1, 2, 3 … the template is copied to
FOLDER/step and the backup of that name brought back there by a child, which ends itself with SIGKILL before the act of
that number; until one comes to its end. Prints how many were killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

from app.services import restoring
from tests.support.intakes import NOW
from tests.support.registers import ACCOUNT, PASSWORD

ACTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile"}


def main() -> None:
    template, folder, backup = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    step = 0
    while True:
        step += 1
        data = folder / str(step)
        shutil.copytree(template, data)
        child = os.fork()
        if child == 0:
            _bring_back(data, backup, step)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            print(step - 1 if os.waitstatus_to_exitcode(status) == 0 else "failed")
            return


def _bring_back(data: Path, backup: str, last: int) -> None:
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in ACTS or (event == "open" and _writes(arguments) and str(arguments[0]).startswith(str(data))):
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    try:
        restoring.restore(
            data, restoring.RestoreRequest(backup, PASSWORD, ACCOUNT), lambda _folder: nullcontext(True), NOW
        )
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    main()

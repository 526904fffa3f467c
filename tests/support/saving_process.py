"""A desk of its own for tests: opens a register and saves one visitor after another until it is done or killed.

``python -m tests.support.saving_process FOLDER FILE UNTIL``: each save is acknowledged by a line in FILE, which is on
disk before the next begins, and by a line on standard output. It ends when the register holds UNTIL contacts; a
negative UNTIL is how many to add.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.services import unlocking
from tests.support.intakes import form, register
from tests.support.registers import ACCOUNT, PASSWORD


def main() -> None:
    folder, file, until = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    session = unlocking.unlock(folder, ACCOUNT, PASSWORD)
    with session.register.read(session.viewer) as unit:
        held = unit.headline()["contacts"]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for order in range(-until if until < 0 else until - held):
        who = (os.getpid() + order) % 997 + 1
        request = form(
            f"来访人{who}", who, narrative="多次到庭反映执行进展。" * 20, case_numbers=("（2025）豫9999执1号",)
        )
        receipt = register(session, request)
        os.write(descriptor, f"{receipt.contact_number}\n".encode())
        os.fsync(descriptor)
        print(receipt.contact_number, flush=True)
    os.close(descriptor)
    session.register.close()


if __name__ == "__main__":
    main()

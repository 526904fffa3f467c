"""``python -m tests.e2e SCRIPT FOLDER OUT``: start the program with a clerk at its keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e import driver_scripts  # noqa: F401 - the scripts make themselves known
from tests.e2e.driver import run

sys.exit(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))

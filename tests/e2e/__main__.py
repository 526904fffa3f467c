"""``python -m tests.e2e SCRIPT FOLDER OUT``: start the program, without a network, with a clerk at its keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.offline import forbid_network

forbid_network()

from tests.e2e import driver_scripts, sixty_days  # noqa: E402, F401 - the scripts make themselves known
from tests.e2e.driver import run  # noqa: E402

sys.exit(run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))

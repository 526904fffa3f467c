"""涉诉信访接待台: arguments, paths, logs, then the window or one command. Wiring only."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from pathlib import Path
from typing import NoReturn

_COMMANDS = {"practice", "check", "rebuild-index", "print", "bind", "restore", "-h", "--help"}


class _Arguments(argparse.ArgumentParser):
    """A command line that cannot be understood is answered as any refused command is: one JSON line, exit code 1."""

    def error(self, message: str) -> NoReturn:
        """Say so; argparse's own words say which argument it is."""
        words = f"命令写法不对（{message}）。用 --help 查看写法。"
        print(json.dumps({"error": words}, ensure_ascii=False))
        sys.exit(1)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = _Arguments(prog="main.py", description="涉诉信访接待台")
    parser.add_argument("--data", type=Path, help="数据文件夹；不写时用本用户的数据文件夹")
    if arguments and arguments[0] in _COMMANDS:
        # the commands bring SQLAlchemy and reportlab with them; the window must not wait for those (start-up cost)
        from app.command_line import add_commands

        commands = parser.add_subparsers(dest="command")
        commands.add_parser("screenshots", help="所有页面和表格的图片")
        add_commands(commands)
    elif arguments and arguments[0] == "screenshots":
        commands = parser.add_subparsers(dest="command")
        pictures = commands.add_parser("screenshots", help="所有页面和表格的图片")
        pictures.add_argument("--out", type=Path, required=True)
    return parser.parse_args(arguments)


def data_directory(wanted: Path | None) -> Path:
    """The data folder: the one named, or the user's own."""
    if wanted is not None:
        return wanted.expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("xinfang-desk", appauthor=False))


def main(arguments: list[str]) -> int:
    """Run a command or the window; gives the exit code."""
    chosen = parse(arguments)
    command = getattr(chosen, "command", None)
    if command == "screenshots":
        from ui.screenshots import write_screenshots

        return write_screenshots(chosen.out)
    if command == "restore":
        from ui.single_instance import held

        chosen.hold = held
    if command is not None:
        from app.command_line import run

        return run(chosen)
    gc.disable()  # until the window stands: what is made until then stays, and looking through it costs 4 ms
    from ui.desk import run_desk

    return run_desk(data_directory(chosen.data))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""核对导出的卷宗文件夹: every file is there, none was changed, none was added. Python 3 alone, no network.

python3 核对.py [文件夹]
"""

import hashlib
import json
import sys
from pathlib import Path

OWN = {"清单.json", "清单.csv", "SHA256SUMS", "核对.py"}


def problems(folder: Path) -> list[str]:
    """What is wrong with an exported folder, in words; empty when all is well."""
    try:
        inventory = json.loads((folder / "清单.json").read_text("utf-8"))
        wanted = {one["file"]: one["sha256"] for item in inventory["items"] for one in item["files"]}
        wanted.update({one["file"]: one["sha256"] for one in inventory["whole"]})
        sums = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
        listed = dict(reversed(line.split("  ", 1)) for line in sums if line)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"清单读不出来：{error}"]
    found = []
    seal = hashlib.sha256((folder / "清单.json").read_bytes()).hexdigest()
    if listed.pop("清单.json", "") != seal:
        found.append("清单.json 被改动过")
    if listed != wanted:
        found.append("SHA256SUMS 与清单不一致")
    for name, digest in sorted(wanted.items()):
        path = folder / name
        if not path.is_file():
            found.append(f"缺少 {name}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"{name} 被改动过")
    there = {path.name for path in folder.iterdir() if path.is_file()}
    found += [f"多出 {name}" for name in sorted(there - set(wanted) - OWN)]
    return found


if __name__ == "__main__":
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    wrong = problems(directory)
    for line in wrong or ["核对无误：文件齐全，未被改动。"]:
        print(line)  # noqa: T201 - a script of its own
    sys.exit(1 if wrong else 0)

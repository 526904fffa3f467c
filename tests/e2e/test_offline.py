"""The program never uses a network: its sources name none, and a process that reaches for one is noticed."""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desk_process import ROOT, run_python
from tests.e2e.offline import FORBIDDEN, internet_sockets

NETWORK = {
    "_socket",
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebSockets",
    "requests",
    "select",
    "selectors",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
}


def imported(source: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file, ``from x import y`` as both x and x.y."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def is_network(module: str) -> bool:
    return any(module == one or module.startswith(one + ".") for one in NETWORK)


def test_no_source_imports_a_network_module() -> None:
    sources = [ROOT / "main.py", *(path for name in ("app", "db", "ui") for path in (ROOT / name).rglob("*.py"))]
    assert len(sources) > 100
    found = {str(path.relative_to(ROOT)): sorted(filter(is_network, imported(path))) for path in sources}
    assert {path: modules for path, modules in found.items() if modules} == {}


def test_the_scan_sees_every_way_to_import(tmp_path: Path) -> None:
    source = tmp_path / "one.py"
    source.write_text("import os, http.client\ndef act():\n    from PySide6 import QtCore, QtNetwork\n", "utf-8")
    assert sorted(filter(is_network, imported(source))) == ["PySide6.QtNetwork", "http.client"]


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('court.invalid', 80)",
        "import urllib.request; urllib.request.urlopen('http://court.invalid')",
    ],
)
def test_a_process_that_reaches_for_the_network_is_ended(act: str) -> None:
    ended = run_python("-c", f"from tests.e2e.offline import forbid_network; forbid_network(); {act}")
    assert ended.returncode == FORBIDDEN
    assert "reached for the network" in ended.stderr


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="only Linux tells which sockets a process holds")
def test_an_open_internet_socket_is_found() -> None:
    assert internet_sockets() == []
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        assert len(internet_sockets()) == 1

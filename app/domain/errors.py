"""The three ways a use case may end other than well. Anything else is our bug."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """The rules say no.

    ``message`` is shown as it stands: what, why and what next. ``fields`` names the form fields it belongs to,
    each with its own sentence, so that a page can put it beside the field.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, str] = dict(fields or {})


class UnavailableKind(Enum):
    """Why the machine said no; sorted once, from database and operating system codes, in ``db.engine``."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    DAMAGED = "damaged"
    NEWER = "newer"
    WRONG_KEY = "wrong_key"
    MISSING = "missing"
    LOCATION = "location"
    NOT_A_FOLDER = "not_a_folder"
    INPUT_OUTPUT = "input_output"
    OLD_LIBRARY = "old_library"


UNAVAILABLE_TEXT: dict[UnavailableKind, str] = {
    UnavailableKind.DISK_FULL: "磁盘已满，这一次没有保存，也没有留下半份记录。请腾出空间后再按一次保存。",
    UnavailableKind.READ_ONLY: "登记库所在的文件夹不能写入，这一次没有保存。请联系管理员检查文件夹权限，然后重试。",
    UnavailableKind.BUSY: "登记库正被另一项工作占用，这一次没有保存。请稍等几秒再试。",
    UnavailableKind.DAMAGED: "登记库文件有损坏，已停止写入以免扩大。请不要继续登记，联系管理员用最近一份备份恢复。",
    UnavailableKind.NEWER: "这个登记库由更新版本的程序建立，本程序不能打开，也没有改动它。请安装新版程序后再打开。",
    UnavailableKind.WRONG_KEY: (
        "登记库打不开：文件开头有损坏，或旁边的密钥文件属于另一个登记库。没有改动任何内容。"
        "请联系管理员用最近一份备份恢复，登记库和密钥文件要一起恢复。"
    ),
    UnavailableKind.MISSING: "没有找到登记库文件。请检查数据文件夹，或从备份恢复。",
    UnavailableKind.LOCATION: "登记库不能放在网络共享或可移动磁盘上，断线会损坏数据。请改放在本机硬盘。",
    UnavailableKind.NOT_A_FOLDER: "应是数据文件夹的地方放着一个文件，没有改动它。请移走这个文件，或换一个文件夹。",
    UnavailableKind.INPUT_OUTPUT: "读写磁盘时出错，这一次没有保存。请重试；若再次出现，请联系管理员检查硬盘。",
    UnavailableKind.OLD_LIBRARY: "随程序安装的数据库组件版本过旧，可能损坏数据，已拒绝打开。请重新安装本程序。",
}


class Unavailable(Exception):  # noqa: N818
    """The machine says no. Nothing was half-saved."""

    def __init__(self, kind: UnavailableKind, detail: str = "") -> None:
        message = UNAVAILABLE_TEXT[kind] + (f"（{detail}）" if detail else "")
        super().__init__(message)
        self.kind = kind
        self.message = message


class Cancelled(Exception):  # noqa: N818
    """The user stopped it. Nothing is shown."""

"""The Qt application: name, style, Chinese for Qt's own words, fonts and look, ready for the first window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.style import fonts, icons, theme

PROGRAM_NAME = "涉诉信访接待台"
STYLE = "fusion"


def create_application(argv: Sequence[str], wanted: theme.Look | None = None) -> QApplication:
    """Make the application; once in a process. Call :func:`after_first_paint` once a window is on the screen.

    Raises:
        FileNotFoundError: the program's own fonts are missing.
    """
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # named here, because setStyle() answers with a QStyle and brings its enumerations (start-up cost: 6 ms)
    application = QApplication([*argv, "-style", STYLE])
    prepare_application(application, wanted or theme.Look())
    return application


def prepare_application(application: QApplication, wanted: theme.Look) -> None:
    """Dress an application that exists already.

    Raises:
        FileNotFoundError: the program's own fonts are missing.
    """
    application.setApplicationName(PROGRAM_NAME)
    application.setApplicationDisplayName(PROGRAM_NAME)
    QLocale.setDefault(QLocale("zh_CN"))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
    fonts.load_interface_fonts()
    theme.apply(application, wanted)


def after_first_paint(application: QApplication) -> None:
    """Load what the first paint does without: the faces of rare characters and the program's icon.

    Raises:
        FileNotFoundError: the program's own fonts are missing.
    """
    fonts.load_rare_fonts()
    application.setWindowIcon(icons.program_icon())

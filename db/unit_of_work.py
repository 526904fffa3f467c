"""A ``with`` block is the transaction: a clean exit commits everything, any exception rolls back everything.

Three kinds, told apart by type: :class:`ReadUnit` has no way to write; :class:`WriteUnit` changes the record and must
audit what it changes; :class:`ScratchUnit` holds what is not part of the record (drafts, preferences, print tray).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from app.domain.queue import QueueFilter, QueueRow, QueueView
from app.domain.viewer import Viewer
from db.search import SearchReader, SearchWriter
from db.stores.accounts import AccountReader, AccountWriter
from db.stores.archive import ArchiveReader, ArchiveWriter
from db.stores.audit import AuditReader, AuditWriter
from db.stores.blank_forms import BlankFormReader, BlankFormWriter
from db.stores.calendars import CalendarReader, CalendarWriter
from db.stores.codes import CodeReader, CodeWriter
from db.stores.conduct import ConductReader, ConductWriter
from db.stores.contacts import ContactReader, ContactWriter
from db.stores.deadlines import DeadlineReader, DeadlineWriter
from db.stores.documents import DocumentReader, DocumentWriter
from db.stores.dossiers import DossierReader, DossierWriter
from db.stores.drafts import DraftStore
from db.stores.find import FindReader
from db.stores.history import HistoryReader, HistoryWriter
from db.stores.matters import MatterReader, MatterWriter, headline
from db.stores.merges import MergeReader, MergeWriter
from db.stores.numbers import NumberWriter
from db.stores.people import PeopleReader, PeopleWriter
from db.stores.petitioners import PetitionerReader, PetitionerWriter
from db.stores.queue import QueueReader
from db.stores.recognition import RecognitionReader, RecognitionWriter
from db.stores.records import RecordReader, RecordWriter
from db.stores.settings import PreferenceStore, SettingsReader, SettingsWriter
from db.stores.steps import StepReader, StepWriter
from db.stores.today import TodayReader, TodayWriter
from db.stores.triages import TriageReader, TriageWriter
from db.stores.watch import WatchReader


class ReadUnit:
    """Everything that can be read, in one consistent view of the register."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self.viewer = viewer
        self._connection = connection
        self.settings = SettingsReader(connection)
        self.accounts = AccountReader(connection)
        self.codes = CodeReader(connection)
        self.petitioners = PetitionerReader(connection)
        self.matters = MatterReader(connection, viewer)
        self.steps = StepReader(connection, viewer)
        self.deadlines = DeadlineReader(connection, viewer)
        self.people = PeopleReader(connection, viewer)
        self.calendars = CalendarReader(connection)
        self.contacts = ContactReader(connection)
        self.queue = QueueReader(connection, viewer)
        self.documents = DocumentReader(connection, viewer)
        self.search = SearchReader(connection, viewer)
        self.recognition = RecognitionReader(connection, viewer)
        self.history = HistoryReader(connection, viewer)
        self.merges = MergeReader(connection, viewer)
        self.find = FindReader(connection, viewer)
        self.triages = TriageReader(connection, viewer)
        self.blank_forms = BlankFormReader(connection)
        self.conduct = ConductReader(connection, viewer)
        self.dossiers = DossierReader(connection, viewer)
        self.archive = ArchiveReader(connection, viewer)
        self.records = RecordReader(connection, viewer)
        self.watch = WatchReader(connection, viewer)
        self.today = TodayReader(connection, viewer)
        self.audit_trail = AuditReader(connection)

    def search_queue(
        self, wanted: QueueFilter, today: date, soon: date, first: int | None = None
    ) -> tuple[QueueRow, ...]:
        """The newest matters that the filter's words mean, within its view; only the ``first`` of them if given."""
        everything = QueueFilter(view=QueueView.ALL)
        conditions = [] if replace(wanted, words="") == everything else self.queue.conditions(wanted, today, soon)
        return self.queue.rows(self.search.find(wanted.words, conditions, first=first))

    def headline(self) -> dict[str, int]:
        """Counts over everything the viewer may see."""
        return headline(self._connection, self.viewer)


class WriteUnit:
    """Everything that can be written in one transaction, begun IMMEDIATE."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime) -> None:
        self.viewer = viewer
        self.now = now
        self.settings = SettingsWriter(connection)
        self.accounts = AccountWriter(connection)
        self.codes = CodeWriter(connection)
        self.numbers = NumberWriter(connection)
        self.petitioners = PetitionerWriter(connection)
        self.matters = MatterWriter(connection, viewer)
        self.steps = StepWriter(connection, viewer)
        self.deadlines = DeadlineWriter(connection, viewer)
        self.people = PeopleWriter(connection, viewer)
        self.calendars = CalendarWriter(connection, viewer, now)
        self.contacts = ContactWriter(connection)
        self.documents = DocumentWriter(connection, viewer)
        self.search = SearchWriter(connection, viewer)
        self.recognition = RecognitionWriter(connection, viewer)
        self.history = HistoryWriter(connection, viewer)
        self.merges = MergeWriter(connection, viewer)
        self.triages = TriageWriter(connection, viewer)
        self.blank_forms = BlankFormWriter(connection)
        self.conduct = ConductWriter(connection, viewer)
        self.dossiers = DossierWriter(connection, viewer)
        self.archive = ArchiveWriter(connection, viewer)
        self.records = RecordWriter(connection, viewer)
        self.today = TodayWriter(connection, viewer)
        self.drafts = DraftStore(connection, viewer.account_id)
        self.audit = AuditWriter(connection, viewer, now)


class ScratchUnit:
    """What is no part of the record and leaves no trace in the audit: drafts and preferences."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime) -> None:
        self.viewer = viewer
        self.now = now
        self.drafts = DraftStore(connection, viewer.account_id)
        self.preferences = PreferenceStore(connection, viewer.account_id)

"""Sealing, checking, and noting what erasures take."""

from tracker.audit.store.checking import check
from tracker.audit.store.sealing import BrokenTrailError, add_gone, seal
from tracker.database.encryption import UnreadableError

__all__ = ["BrokenTrailError", "UnreadableError", "add_gone", "check", "seal"]

"""Making, checking and restoring backups; a list of erasures that no backup undoes."""

from tracker.backups.store.checking import check, find_keys
from tracker.backups.store.erased import carry_out_noted
from tracker.backups.store.making import back_up, names, newest
from tracker.backups.store.restoring import restore

__all__ = ["back_up", "carry_out_noted", "check", "find_keys", "names", "newest", "restore"]

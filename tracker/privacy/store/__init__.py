"""Finding, copying and erasing everything that points at one person."""

from tracker.privacy.store.copying import copy_of
from tracker.privacy.store.erasing import add_erasure, erase, erase_noted, erasures

__all__ = ["add_erasure", "copy_of", "erase", "erase_noted", "erasures"]

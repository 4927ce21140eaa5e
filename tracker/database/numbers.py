"""By what codes and slips know a phone: not by the index of accounts, so that they join to none."""

import hmac

from tracker.database.encryption import DataKey, keyring


def number_index(phone: str) -> str:
    """What stands for a number beside its codes and slips, whether or not anybody has it."""
    return _index(keyring().current, phone)


def number_indexes(phone: str) -> tuple[str, ...]:
    """The same under every key that is read, as long as a rotation is under way."""
    return tuple(_index(key, phone) for key in keyring().keys)


def _index(key: DataKey, phone: str) -> str:
    return hmac.digest(key.number_key, phone.encode(), "sha256").hex()

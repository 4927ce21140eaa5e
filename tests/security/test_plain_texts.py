"""No column of any table holds somebody's name or phone in the clear."""

import re
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Enum, LargeBinary, String

from tests.security.plain_texts import PLAIN
from tracker.database import db
from tracker.database.encryption import BlindIndex, Encrypted, EncryptedBytes

HASH = re.compile(r"(_hash|_index|^sha256|^bound|^proof|^commitment)$")
HIDDEN = Encrypted | EncryptedBytes | BlindIndex


def texts() -> dict[str, Column[Any]]:
    """Every column that could hold words."""
    return {
        f"{table.name}.{column.name}": column
        for table in db.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, HIDDEN | String | LargeBinary | JSON)
        and not isinstance(column.type, Enum)
    }


def test_every_text_is_encrypted_or_a_hash_or_says_why_not() -> None:
    unsaid = {
        name
        for name, column in texts().items()
        if not isinstance(column.type, HIDDEN) and not HASH.search(column.name)
    }

    assert unsaid - set(PLAIN) == set()
    assert set(PLAIN) - unsaid == set()


@pytest.mark.parametrize("name", ["phone", "coach", "signed", "sealed_name"])
def test_what_is_called_like_a_person_is_never_in_the_clear(name: str) -> None:
    found = [each for full, each in texts().items() if full.endswith(f".{name}")]

    assert found
    assert all(isinstance(each.type, HIDDEN) or name == "sealed_name" for each in found)

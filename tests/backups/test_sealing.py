"""Whatever is not exactly what was sealed, with the same key, is refused."""

import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.backups.rules.archive import Reader, Writer
from tracker.backups.rules.sealing import (
    LENGTH,
    MAGIC,
    SALT_BYTES,
    Opening,
    SealError,
    Sealing,
)

KEY, OTHER = b"k" * 32, b"o" * 32
BEGIN = len(MAGIC) + SALT_BYTES
DATA = st.binary(max_size=300)
CHUNKS = st.integers(1, 40)


def sealed(data: bytes, chunk: int = 16) -> bytes:
    """The stream of some bytes."""
    target = io.BytesIO()
    sealing = Sealing(target, KEY, chunk)
    for start in range(0, len(data), 7):
        sealing.write(data[start : start + 7])
    sealing.close()
    return target.getvalue()


def opened(stream: bytes, key: bytes = KEY) -> bytes:
    """What is in a stream."""
    return Opening(io.BytesIO(stream), key).read()


def chunks(stream: bytes) -> list[bytes]:
    """The pieces of a stream after its beginning."""
    found, at = [], BEGIN
    while at < len(stream):
        size = LENGTH.size + (LENGTH.unpack(stream[at : at + LENGTH.size])[0] >> 1)
        found.append(stream[at : at + size])
        at += size
    return found


@given(DATA, CHUNKS)
def test_what_was_sealed_comes_back(data: bytes, chunk: int) -> None:
    assert opened(sealed(data, chunk)) == data


@given(DATA, CHUNKS, st.data())
def test_any_truncation_is_refused(data: bytes, chunk: int, draw: st.DataObject) -> None:
    stream = sealed(data, chunk)
    cut = draw.draw(st.integers(0, len(stream) - 1))

    with pytest.raises(SealError):
        opened(stream[:cut])


@given(DATA, CHUNKS, st.data())
def test_any_flipped_bit_is_refused(data: bytes, chunk: int, draw: st.DataObject) -> None:
    stream = bytearray(sealed(data, chunk))
    bit = draw.draw(st.integers(0, 8 * len(stream) - 1))

    stream[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealError):
        opened(bytes(stream))


@given(st.binary(min_size=40, max_size=300), st.data())
def test_chunks_in_another_order_are_refused(data: bytes, draw: st.DataObject) -> None:
    stream = sealed(data)
    whole = chunks(stream)
    mixed = draw.draw(st.permutations(whole))
    assume(mixed != whole)

    with pytest.raises(SealError):
        opened(stream[:BEGIN] + b"".join(mixed))


@given(st.binary(min_size=40, max_size=300), st.data())
def test_a_chunk_less_or_twice_is_refused(data: bytes, draw: st.DataObject) -> None:
    stream = sealed(data)
    whole = chunks(stream)
    at = draw.draw(st.integers(0, len(whole) - 1))

    for other in (whole[:at] + whole[at + 1 :], whole[: at + 1] + whole[at:]):
        with pytest.raises(SealError):
            opened(stream[:BEGIN] + b"".join(other))


@given(st.binary(min_size=40, max_size=100))
def test_a_chunk_of_another_backup_is_refused(data: bytes) -> None:
    one, other = sealed(data), sealed(data)

    with pytest.raises(SealError):
        opened(one[:BEGIN] + chunks(other)[0] + b"".join(chunks(one)[1:]))


@given(DATA, st.binary(min_size=1, max_size=20))
def test_whatever_follows_the_end_is_refused(data: bytes, more: bytes) -> None:
    with pytest.raises(SealError):
        opened(sealed(data) + more)


@given(DATA)
def test_another_key_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        opened(sealed(data), OTHER)


@given(st.binary(max_size=200))
def test_any_other_file_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        opened(data)


@given(st.lists(st.lists(st.binary(max_size=200), max_size=4), max_size=4))
def test_parts_come_back_in_their_order_with_the_same_hash(parts: list[list[bytes]]) -> None:
    target = io.BytesIO()
    writer = Writer(target, KEY)
    for number, part in enumerate(parts):
        writer.words({"部分": number})
        writer.part(part)
    written = writer.close()

    reader = Reader(io.BytesIO(target.getvalue()), KEY)
    found = [(reader.words()["部分"], b"".join(reader.part())) for _ in parts]

    assert found == [(number, b"".join(part)) for number, part in enumerate(parts)]
    assert reader.close() == written


def test_a_reader_that_stops_early_says_so() -> None:
    target = io.BytesIO()
    writer = Writer(target, KEY)
    writer.words({"one": 1})
    writer.words({"two": 2})
    writer.close()
    reader = Reader(io.BytesIO(target.getvalue()), KEY)
    reader.words()

    with pytest.raises(SealError):
        reader.close()


def test_nothing_that_was_sealed_can_be_read_in_the_stream() -> None:
    assert b"13899991234" not in sealed(b"13899991234" * 20, 1000)

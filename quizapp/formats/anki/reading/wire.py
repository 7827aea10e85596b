"""Just enough of protobuf's wire format to find numbers and texts in what newer Ankis write."""

from __future__ import annotations

from collections.abc import Iterator

Value = int | bytes


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """Each field's number with its value, in the order written. Raises `ValueError` for what is no message."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
            continue
        size, at = _varint(message, at) if kind == 2 else ({1: 8, 5: 4}.get(kind, -1), at)
        if size < 0 or at + size > len(message):
            raise ValueError("a field is cut off, or of a kind that is not used")
        yield tag >> 3, message[at : at + size]
        at += size


def number(message: bytes, field: int) -> int:
    """The number in a field; 0 where it is not written, as protobuf has it."""
    return next((value for name, value in fields(message) if name == field and isinstance(value, int)), 0)


def text(message: bytes, field: int) -> str:
    found = next((value for name, value in fields(message) if name == field and isinstance(value, bytes)), b"")
    return found.decode(errors="replace")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(10):
        if at + place >= len(message):
            break
        byte = message[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("a number is cut off, or too long")

"""Bytes bent at random: cut, repeated, spliced, flipped, and set to the numbers that break readers."""

import random
from collections.abc import Callable

LONGEST = 1 << 16
_NUMBERS = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff",
    b"-1",
    b"1e999",
)
_WORDS = (
    b'"',
    b"{",
    b"[",
    b"}}",
    b"{{",
    b"{%",
    b"\n",
    b"\r\n",
    b",",
    b":",
    b"- ",
    b"../",
    b"\\u0000",
    b"\\ud800",
    b"NaN",
    b"Infinity",
    b"9999999999999999999999",
    b"0001-01-01T00:00:00+23:59",
    b"-05:00",
    b"true",
    b"[[[[[[[[",
    b"<!--",
    b"&a *a",
    b"null",
)


def mutated(chance: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds with up to eight changes."""
    data = chance.choice(seeds)
    for _ in range(chance.randint(0, 8)):
        data = chance.choice(_CHANGES)(chance, data, seeds)
    return data[:LONGEST]


def _cut(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _drop(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def _repeat(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    start = chance.randint(0, len(data))
    part = data[start : start + chance.randint(1, 200)]
    return data[:start] + part * chance.randint(2, 50) + data[start:]


def _splice(chance: random.Random, data: bytes, seeds: tuple[bytes, ...]) -> bytes:
    other = chance.choice(seeds)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _flip(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    bent = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if bent:
            bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def _insert(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + chance.choice((*_NUMBERS, *_WORDS, chance.randbytes(3))) + data[start:]


def _overwrite(chance: random.Random, data: bytes, _seeds: tuple[bytes, ...]) -> bytes:
    start, number = chance.randint(0, len(data)), chance.choice(_NUMBERS)
    return data[:start] + number + data[start + len(number) :]


_CHANGES: tuple[Callable[[random.Random, bytes, tuple[bytes, ...]], bytes], ...] = (
    _cut, _drop, _repeat, _splice, _flip, _insert, _overwrite,
)  # fmt: skip

"""Bytes → text, or a refusal: nothing is ever guessed away.

Order: byte order mark, strict UTF-8, cp1252. Control characters betray a wrong guess
(cp1252 read as latin-1 gives U+009C for "œ"), so they refuse the file, as do NUL and
the replacement character that a broken export leaves behind.
"""

import codecs
import re
import unicodedata

from config.failure import Where
from parcours.intake.failures import EncodingBroken, FileEmpty


_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_SPACES = ("\xa0", "\u202f", "\u2007")
_INVISIBLE = ("\ufeff", "\u200b", "\u200e", "\u200f", "\u2060", "\xad")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, *, name: str) -> tuple[str, str]:
    """Turn a text file's bytes into text.

    Args:
        content: the file.
        name: what to call it in messages.

    Returns:
        (text in NFC without invisible signs, name of the encoding).

    Raises:
        FileEmpty: nothing but blanks.
        EncodingBroken: no encoding fits, or what it gives is broken.
    """
    text, encoding = _decode(content, name)
    broken = _BROKEN.search(text)
    if broken is not None:
        line = text.count("\n", 0, broken.start()) + 1
        raise EncodingBroken(Where(name, line))
    if not text.strip():
        raise FileEmpty(Where(name))
    return tidy(text), encoding


def tidy(text: str) -> str:
    """Write a text in NFC, plain spaces for odd ones, invisible signs removed.

    Args:
        text: a file or a cell.

    Returns:
        The same words.
    """
    if text.isascii():
        return text
    for sign in _SPACES:
        text = text.replace(sign, " ")
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return unicodedata.normalize("NFC", text)


def is_broken(text: str) -> bool:
    """Tell whether a text holds control characters or U+FFFD.

    Args:
        text: a cell.

    Returns:
        True where it must be refused.
    """
    return _BROKEN.search(text) is not None


def _decode(content: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise EncodingBroken(Where(name)) from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise EncodingBroken(Where(name))

"""What may not come in: national numbers (NIR) and forbidden columns.

The NIR may be held only by those the law names (loi 78-17 art. 30, décret 2019-341);
this product is not among them, so a value of that shape is refused wherever it stands.

Source: the NIR's form (sex, year, month, département or 2A/2B, commune, order, key =
97 − number mod 97, Corsica's letters read as 19 and 18), code de la sécurité sociale
R.115-1 and following.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence


_WORD = re.compile(r"[^\W\d_]{3,}")
_SEPARATOR = r"[\s.\-/_]{0,3}"
_GROUPS = (
    r"[1-478]",
    r"\d{2}",
    r"(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)",
    r"(?:0[1-9]|[1-9]\d|2[AB])",
    r"\d{3}",
    r"\d{3}",
)
_BODY = _SEPARATOR.join(_GROUPS)
_GROUPED = re.compile(
    rf"(?<!\d)({_BODY})(?:{_SEPARATOR}(\d{{2}}))?(?!\d)", re.IGNORECASE
)
_COMPACT = re.compile(rf"({''.join(_GROUPS)})(\d{{2}})?", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\d)[1-478](?:[\s.\-/_]{0,3}[0-9AB]){12,14}(?!\d)", re.I)
_SCIENTIFIC = re.compile(r"([1-478])[.,](\d{5,14})E\+?(12|14)", re.IGNORECASE)
_LETTER_O = re.compile(r"(?<=[0-9])[Oo]+|[Oo]+(?=[0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def looks_like_nir(text: str) -> bool:
    """Tell whether a whole cell has the shape of a NIR.

    Thirteen or fifteen signs, with or without separators, or the number as a
    spreadsheet shows it (a trailing ".0", scientific notation); a letter O typed for a
    zero is read as one.

    Args:
        text: one cell.

    Returns:
        True where the cell must be refused.
    """
    plain = _with_zeros(text).strip()
    scientific = _SCIENTIFIC.fullmatch(plain)
    if scientific:
        plain = (scientific[1] + scientific[2]).ljust(int(scientific[3]) + 1, "0")
    plain = re.sub(r"[.,]0+$", "", plain)
    return bool(_COMPACT.fullmatch(re.sub(r"[^0-9A-Za-z]", "", plain)))


def contains_nir(text: str) -> bool:
    """Tell whether a text holds a NIR-shaped number anywhere.

    Numbers grouped as a NIR is written are taken by their shape; other groupings only
    where the key of a fifteen-digit number is right, so that telephone numbers,
    SIRET and dates pass.

    Args:
        text: a cell or free text.

    Returns:
        True where the text must be refused.
    """
    plain = _with_zeros(text)
    if looks_like_nir(plain) or _GROUPED.search(plain):
        return True
    return any(_has_valid_key(m[0]) for m in _SPACED.finditer(plain))


def _with_zeros(text: str) -> str:
    """Read the letter O beside a digit as the zero that it was typed for."""
    plain = unicodedata.normalize("NFKC", text)
    return _LETTER_O.sub(lambda found: "0" * len(found[0]), plain)


def nir_key(body: str) -> int:
    """Compute the control key of a NIR.

    Args:
        body: its 13 signs without separator, Corsica as 2A or 2B.

    Returns:
        1 to 97.

    >>> nir_key("2550814168025")
    38
    """
    number = body.upper()
    if number[5:7] in ("2A", "2B"):
        number = number[:5] + {"2A": "19", "2B": "18"}[number[5:7]] + number[7:]
    return 97 - int(number) % 97


def _has_valid_key(text: str) -> bool:
    compact = re.sub(r"[^0-9A-Za-z]", "", text)
    match = _COMPACT.fullmatch(compact)
    return bool(match and match[2] and nir_key(match[1]) == int(match[2]))


def plain_header(header: str) -> str:
    """Write a column header in lower case, without accents or punctuation.

    Args:
        header: as the file has it.

    Returns:
        Words parted by single spaces.

    >>> plain_header("N° de Sécurité_sociale")
    'n de securite sociale'
    """
    folded = unicodedata.normalize("NFKD", header.lower())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip()


def forbidden_header(header: str, patterns: Sequence[str]) -> str | None:
    """Find the first pattern that forbids a column.

    Args:
        header: as the file has it.
        patterns: regular expressions on the plain header, matched as whole words.

    Returns:
        The pattern, or None where the column may be read.
    """
    plain = plain_header(header)
    for pattern in patterns:
        if re.search(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])", plain):
            return pattern
    return None


def forbidden_headers(headers: Iterable[str], patterns: Sequence[str]) -> list[int]:
    """Find the columns that must be dropped before their values are read.

    Args:
        headers: the file's headers in order.
        patterns: as for `forbidden_header`.

    Returns:
        Their positions, from 0.
    """
    return [i for i, h in enumerate(headers) if forbidden_header(h, patterns)]


def may_be_a_name(code: str) -> bool:
    """Tell whether a sender's code may be somebody's name: the record keeps codes.

    A code has at most one word of three letters or more, and then a digit too
    ("dossier 2024-017"); "Rosette" has none, "Durandal Rosette 2" has two words.

    Args:
        code: as given by a file or typed in a form.

    Returns:
        True where it must not be kept.
    """
    words = len(_WORD.findall(code))
    return words > 1 or (words == 1 and not any(map(str.isdigit, code)))

"""Shapes of what leads to a person: telephone, mail, date of birth, street address."""

import re
from datetime import date


OLDEST_FACT = 10  # years: a full date before is rather a birth than an appointment
_PHONE = re.compile(
    r"(?<![\d/])(?:\+33|0033|0)[\s.\-]?(?:\(0\)[\s.\-]?)?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)"
)
_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.|\s?\(dot\)\s?)[\w.-]{2,}", re.I
)
_MONTH = (
    r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|dec)[a-zéû]*\.?"
)
_BETWEEN = r"\s?[/.\- ]\s?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_FULL = re.compile(
    rf"(?<!\d)(?:{_DAY}(?:{_BETWEEN}{_NUMBER}{_BETWEEN}|(?:er)?\s{_MONTH}\s)"
    rf"(?P<year>(?:19|20)\d\d)|(?P<first>(?:19|20)\d\d)-{_NUMBER}-{_DAY})(?!\d)",
    re.I,
)
_BORN = re.compile(
    r"\b(?:n[ée]e?(?:\s?\(e\))?\s(?:le|un)|naissance|ddn|born)\W{0,4}(?:\w{1,3}\s)?"
    rf"{_DAY}(?:\s?[/.\- ]?\s?{_NUMBER}\s?[/.\- ]?\s?|(?:er)?\s{_MONTH}\s)"
    r"(?:(?:19|20)\d\d|\d\d)(?!\d)",
    re.I,
)
_NUMBERED = r"(?<![\d/,.])\d{1,4}\s?(?:bis|ter|quater|[a-d])?\s?,?\s"
_STREET = re.compile(
    rf"{_NUMBERED}(?:(?:rue|avenue|av\.?|boulevard|bo?u?l?v?d\.?|all[ée]e|impasse|chemin"
    r"|square|route|lotissement|faubourg|venelle|street|road)\s\w"
    # These are also daily words ("2 cours de français"): a proper name must follow.
    r"|(?:place|cours|quai|passage|cit[ée]|r[ée]sidence|villa|hameau|sentier)"
    r"\s(?-i:(?:(?:de|du|des|la|le|les)\s|[ld][’'])*[A-ZÀ-Ý]))",
    re.I,
)


def has_phone(text: str) -> bool:
    """Tell whether a text holds a French telephone number."""
    return bool(_PHONE.search(text))


def has_mail(text: str) -> bool:
    """Tell whether a text holds an electronic address."""
    return bool(_MAIL.search(text))


def has_birth_date(text: str, *, today: date | None = None) -> bool:
    """Tell whether a text seems to hold a full date of birth.

    Args:
        text: as typed.
        today: with it, a full date more than `OLDEST_FACT` years old is one too, even
            where nothing says "born".

    Returns:
        True where it does; a day of an appointment does not.

    >>> has_birth_date("née le 31/12/2001"), has_birth_date("vue le 03/09/2025")
    (True, False)
    """
    if _BORN.search(text):
        return True
    if today is None:
        return False
    latest = today.year - OLDEST_FACT
    years = (found["year"] or found["first"] for found in _FULL.finditer(text))
    return any(int(year) <= latest for year in years)


def has_address(text: str) -> bool:
    """Tell whether a text holds a number in a street.

    >>> has_address("habite 12 rue des Lilas"), has_address("2 cours de français")
    (True, False)
    """
    return bool(_STREET.search(text))

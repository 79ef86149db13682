"""An identity ↔ the sealed bytes of a vault row."""

import json
from typing import Any

from pseudonymisation.keys.envelope import place, seal, unseal
from pseudonymisation.values import Identity, IdentityRow, PartialDate


def plain_content(row: IdentityRow) -> bytes | None:
    """Write an identity's fields as the bytes to be sealed.

    Args:
        row: as read.

    Returns:
        A JSON list, or None where the row says nothing of an identity.
    """
    birth = row.birth_date
    fields = (
        row.birth_name,
        row.usage_name,
        row.given_names,
        birth.year if birth else None,
        birth.month if birth else None,
        birth.day if birth else None,
        row.sex,
        row.commune,
        row.postcode,
    )
    if not any(fields):
        return None
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def seal_content(
    content: bytes, *, data_key: bytes, row: int, person: int, version: int
) -> bytes:
    """Seal an identity in its place.

    Args:
        content: from `plain_content`.
        data_key: the person's, 32 bytes.
        row: id of the identity's row.
        person: id of the person's row, whose data key this is.
        version: version of the identity.

    Returns:
        The sealed bytes.
    """
    return seal(data_key, content, bound_to=_place(row, person, version))


def open_identity(
    sealed: bytes, *, data_key: bytes, row: int, person: int, version: int
) -> Identity:
    """Open a sealed identity.

    Args:
        sealed: from `seal_content`.
        data_key: the person's, 32 bytes.
        row: id of the identity's row.
        person: id of the person's row.
        version: version of the identity.

    Returns:
        The identity.

    Raises:
        CiphertextRefused: altered, moved, or another version put in its place.
    """
    bound_to = _place(row, person, version)
    fields: list[Any] = json.loads(unseal(data_key, sealed, bound_to=bound_to))
    birth, usage, given, year, month, day, sex, commune, postcode = fields
    born = PartialDate(year, month, day) if year else None
    return Identity(birth, usage, given, born, sex, commune, postcode)


def as_row(identity: Identity, *, organisation: str) -> IdentityRow:
    """Give an opened identity the form of a row, to be compared.

    Args:
        identity: opened.
        organisation: who sent it.

    Returns:
        A row numbered 0.
    """
    return IdentityRow(
        row=0,
        organisation=organisation,
        code=None,
        birth_name=identity.birth_name,
        usage_name=identity.usage_name,
        given_names=identity.given_names,
        birth_date=identity.birth_date,
        sex=identity.sex,
        commune=identity.commune,
        postcode=identity.postcode,
        may_link=True,
    )


def _place(row: int, person: int, version: int) -> bytes:
    return place("source_identities", row, f"p{person}", version)

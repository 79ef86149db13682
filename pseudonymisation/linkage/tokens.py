"""The blind index: keyed digests of several fields, by which candidates are found.

A token of one field could be counted: the commonest would be the commonest name
(measured: 79 % of communes recovered by rank). So every token joins two fields or
more, and is worth nothing without the key.

Source: HMAC-SHA256 (RFC 2104), cut to 64 bits; a collision costs one comparison.
"""

from pseudonymisation.identities.normalise import Features
from pseudonymisation.keys.digest import KeyedDigest
from pseudonymisation.values import IdentityRow


class TokenMaker(KeyedDigest):
    """Makes the blind index's tokens and the handles of subjects."""

    def tokens(self, features: Features) -> set[int]:
        """Make the tokens under which an identity is found again.

        One typing error in any one field, a swap of names, of day and month, or a
        lost date leaves at least one token the same.

        Args:
            features: of one identity.

        Returns:
            Signed 64-bit numbers; empty where fewer than two fields are known.
        """
        return {self._number(*parts) for parts in _blocks(features)}

    def _number(self, *parts: str) -> int:
        return int.from_bytes(self.digest(*parts)[:8], "big", signed=True)

    def handle(self, row: IdentityRow, features: Features) -> bytes | None:
        """Make the digest by which an organisation's subject is known again.

        Args:
            row: with its organisation and code.
            features: of the row.

        Returns:
            16 bytes: of organisation and code, or of organisation and the whole
            identity where it is full enough to be one young person's; else None.
        """
        if row.own_code:
            return self.digest("code", row.organisation, row.own_code)[:16]
        if not row.may_link or not (features.surnames and features.given):
            return None
        placed = features.commune and features.postcode and features.sex
        if not features.day and not (features.birth and placed):
            return None
        return self.digest("identity", row.organisation, *_whole(features))[:16]


def _blocks(features: Features) -> set[tuple[str, ...]]:
    blocks: set[tuple[str, ...]] = set()
    day = features.day
    for surname in features.surnames:
        if day:
            blocks.add(("surname+day", surname, day))
        for given in (*features.given, *features.weak):
            low, high = sorted((surname, given))
            blocks.add(("names", low, high))
            if day:
                low, high = sorted((surname[0], given[0]))
                blocks.add(("initials+day", low, high, day))
    if day:
        blocks.update(("given+day", given, day) for given in features.given)
    return blocks


def _whole(features: Features) -> tuple[str, ...]:
    birth = "-".join(str(part) for part in features.birth or ())
    place = "" if features.day else f"{features.commune}/{features.postcode}"
    names = (*features.surnames, "/", *features.given, "/", *features.further)
    return (*names, birth, features.sex or "", place)

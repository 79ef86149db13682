"""The blind index: keyed digests of several fields, by which candidates are found.

A token of one field could be counted: the commonest would be the commonest name
(measured: 79 % of communes recovered by rank). So every token joins two fields or
more, and is worth nothing without the key.

What the tokens are made of has a name (`index_version`); a vault made under another
name is indexed anew.

A token alone says how many share it, never who: the index keeps beside it the identity
sealed together with the token (`keys.blocks`), so that nobody sees which tokens are of
one identity. Seen, they would name 45 % of 20,000 people to whoever has their register.

Source: keyed BLAKE2b (RFC 7693) of 64 bits; a collision costs one comparison. Handles:
HMAC-SHA256 (RFC 2104), cut to 128 bits.
"""

from pseudonymisation.identities.normalise import Features
from pseudonymisation.identities.spelling import homophone
from pseudonymisation.keys.blocks import PairSeal
from pseudonymisation.keys.digest import KeyedDigest, KeyedNumbers
from pseudonymisation.values import IdentityRow


class Sounds(dict[str, str]):
    """How names sound, each worked out once; dropped with the run that met them."""

    def __missing__(self, name: str) -> str:
        """Work out how a name sounds."""
        sound = self[name] = homophone(name)
        return sound


class TokenMaker(KeyedDigest):
    """Makes the blind index's tokens and the handles of subjects.

    Args:
        key: for this use alone, 32 bytes; the tokens have a key of their own from it.
    """

    def __init__(self, key: bytes) -> None:
        super().__init__(key)
        self._numbers = KeyedNumbers(self.digest("blind index"))

    def entry_seal(self) -> PairSeal:
        """Make what seals the identity beside a token, under a key of its own."""
        return PairSeal(self.digest("blind index entries"))

    def tokens(self, features: Features, sounds: Sounds | None = None) -> set[int]:
        """Make the tokens under which an identity is found again.

        One typing error in any one field, a swap of names, of day and month, or a
        lost date leaves at least one token the same.

        Args:
            features: of one identity.
            sounds: of the names met in this run.

        Returns:
            Signed 64-bit numbers; empty where fewer than two fields are known.
        """
        number = self._numbers.number
        return {
            number(block)
            for block in _blocks(features, Sounds() if sounds is None else sounds)
        }

    def code_handle(self, organisation: str, code: str) -> bytes:
        """Make the handle of the subject whom an organisation knows by a code."""
        return self.digest("code", organisation, code)[:16]

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
            return self.code_handle(row.organisation, row.own_code)
        whole = _whole(row, features)
        if whole is None:
            return None
        return self.digest("identity", row.organisation, *whole)[:16]


def shape(row: IdentityRow, features: Features) -> str:
    """Write what the tokens and the handle of a row are made of, in clear.

    Only for rows that name nobody: it tells two sets of rules apart.

    Args:
        row: invented, without a code.
        features: of the row.

    Returns:
        ASCII.
    """
    return ascii((sorted(_blocks(features, Sounds())), _whole(row, features)))


def _blocks(features: Features, sounds: Sounds | None = None) -> set[tuple[str, ...]]:
    """List the blocks of an identity: those of `linkage.blocks` that find most.

    The first eight reach 97.4 % of the pairs of one person's records in the
    development data, all sixteen 97.6 %: an index half as large. The last two
    find one known by the year of birth alone.
    """
    heard = Sounds() if sounds is None else sounds
    day, place = features.day, features.postcode or features.commune
    either = day[:4] + "".join(sorted((day[4:6], day[6:])))  # day and month turned
    given = features.given
    blocks: set[tuple[str, ...]] = set()
    for surname in {*features.surnames, *features.bare}:
        sound = heard[surname]
        if day:
            blocks.add(("surname+day", surname, either))
            blocks.add(("surname+month", sound, day[:6]))
            blocks.add(("surname+day of the year", surname, day[4:]))
        for name in (*given, *features.further, *features.weak):
            low, high = sorted((sound, heard[name]))
            blocks.add(("names", low, high))
        for name in given:
            low, high = sorted((surname[0], name[0]))
            if day:
                blocks.add(("initials+day", low, high, either))
            if features.birth:
                year = str(features.birth[0])
                blocks.add(("surname+beginning+year", surname, name[:3], year))
                blocks.add(("given+beginning+year", name, surname[:3], year))
            if place:
                blocks.add(("given+initial+place", name, surname[0], place))
                blocks.add(("surname+initial+place", surname, name[0], place))
    if day:
        blocks.update(("given+day", heard[name], either) for name in given)
    return blocks


def _whole(row: IdentityRow, features: Features) -> tuple[str, ...] | None:
    """Write a whole identity, where it is full enough to be one young person's."""
    if not row.may_link or not (features.surnames and features.given):
        return None
    placed = features.commune and features.postcode and features.sex
    if not features.day and not (features.birth and placed):
        return None
    birth = "-".join(str(part) for part in features.birth or ())
    place = "" if features.day else f"{features.commune}/{features.postcode}"
    names = (*features.surnames, "/", *features.given, "/", *features.further)
    return (*names, birth, features.sex or "", place)

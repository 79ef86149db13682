"""What an extract may see of the record: until when, of whom, which attributes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Sight:
    """What may be seen of the record.

    Attributes:
        as_of: facts and links recorded later are not there.
        organisations: ids of those whose facts a convention lets out.
        attributes: by organisation, names of the attributes let out; None for all.
    """

    as_of: date
    organisations: frozenset[int]
    attributes: Mapping[int, frozenset[str] | None]

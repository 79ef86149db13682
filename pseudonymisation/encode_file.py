"""A partner's CSV of identities → keyed tokens to compare with another partner's.

No token stands twice in a file, so that a file by itself is indistinguishable from
chance but for the number of its records: what several records share is left out, unless
they look like one young person, of whom then the first record keeps it. See
`docs/rapprochement-code.md` for what this does not hide.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from random import SystemRandom

from config.writing import keep_inputs, keep_others, whole_file
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identity_file import IdentityFile, sex_of
from pseudonymisation.keys.project import read_project_key, spend_project_key
from pseudonymisation.linkage.project_tokens import (
    COLUMNS,
    KINDS,
    MARK,
    SPELLINGS,
    VERSION,
    ProjectTokens,
    blocks,
    chance_token,
)
from pseudonymisation.values import IdentityRow


MOST_COMPARED = 20
"""Records sharing a token beyond which it is no sign that they are one person's."""
ALIKE = 0.6
"""Part of its tokens that a record shares with another of one person, in one file."""

_Tokens = Mapping[str, Sequence[str]]
"""The tokens of a record, by kind."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What encoding came to.

    Attributes:
        records: records encoded.
        repeated: of these, records that look like an earlier one of the same file, and
            will be linked by it alone.
        project: the project's number.
        version: of the tokens.
        remarks: lines of rows that were taken in part, by reason, see
            `identity_file.Reason`.
        refused: lines of rows that were left out, by reason.
    """

    records: int
    repeated: int
    project: str
    version: str
    remarks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[int]] = field(default_factory=dict)


def encode_file(path_in: Path, path_out: Path, *, key: Path) -> Encoded:
    """Encode a CSV of identities, and spend the key.

    Args:
        path_in: as for `match_file.link_file`.
        path_out: receives a line that names project and version, then
            `record_id,tokens` in an order of chance; no name, date or place. Each kind
            has its own places among the tokens, see `project_tokens`.
        key: this partner's copy of the project's key, which works once: after the
            encoding nothing of it is left in the file.

    Returns:
        The counts.

    Raises:
        WouldOverwriteInput: the file to write is the file to read, or the key.
        AnotherFileThere: something stands where the file would be written.
        NotWritable: the folder takes no file; the key is not spent.
        RecordsUnreadable: the file breaks a rule; the key is not spent.
        ProjectKeyRefused: the key cannot be read, or is spent.
    """
    keep_inputs(path_out, inputs=(path_in, key))
    secret = read_project_key(key)
    keep_others(path_out, starts=None)
    maker, reader = ProjectTokens(secret.key), NameReader()
    told: dict[str, _Tokens] = {}
    file = IdentityFile(path_in)
    for row in _identities(file):
        told[row.own_code] = {
            kind: [maker.token(block) for block in held]
            for kind, held in blocks(reader.features(row)).items()
        }
    first = _firsts(told)
    rows = [
        (record, " ".join(_places(tokens))) for record, tokens in _alone(told, first)
    ]
    SystemRandom().shuffle(rows)
    _write(
        path_out, rows, head=f"# {MARK} project={secret.project} version={VERSION}\n"
    )
    spend_project_key(key, project=secret.project)
    return Encoded(
        len(rows), len(first), secret.project, VERSION, file.remarks, file.refused
    )


def _write(path: Path, rows: Sequence[tuple[str, str]], *, head: str) -> None:
    """Write the whole file before the key is spent: to the disk, or not at all."""
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        text.write(head)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        text.detach()


def _identities(file: IdentityFile) -> Iterator[IdentityRow]:
    for rows in file.rows():
        cells = rows.cells
        for place, (line, name) in enumerate(zip(rows.lines, rows.names, strict=True)):
            yield IdentityRow(
                row=line,
                organisation="",
                code=name,
                birth_name=cells["nom"][place] or None,
                usage_name=cells["nom_usage"][place] or None,
                given_names=cells["prenoms"][place] or None,
                birth_date=rows.births[place],
                sex=sex_of(cells["sexe"][place]),
                commune=cells["commune"][place] or None,
                postcode=cells["code_postal"][place] or None,
                may_link=True,
            )


def _holders(told: Mapping[str, _Tokens]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record, tokens in told.items():
        for token in {token for held in tokens.values() for token in held}:
            found[token].append(record)
    return found


def _firsts(told: Mapping[str, _Tokens]) -> dict[str, str]:
    """Find the records that look like an earlier one, and name the earliest."""
    shared: Counter[tuple[str, str]] = Counter()
    for records in _holders(told).values():
        if len(records) <= MOST_COMPARED:
            shared.update(combinations(records, 2))
    first: dict[str, str] = {}
    for (earlier, later), n in shared.items():
        sizes = (sum(map(len, told[one].values())) for one in (earlier, later))
        if n >= ALIKE * min(sizes):
            first[later] = first.get(earlier, earlier)
    return first


def _alone(
    told: Mapping[str, _Tokens], first: Mapping[str, str]
) -> Iterator[tuple[str, _Tokens]]:
    """Keep the tokens that one person has, in that person's first record."""
    owner = {}
    for token, records in _holders(told).items():
        persons = {first.get(record, record) for record in records}
        if len(persons) == 1:
            owner[token] = records[0]
    for record, tokens in told.items():
        yield (
            record,
            {
                kind: [token for token in held if owner.get(token) == record]
                for kind, held in tokens.items()
            },
        )


def _places(tokens: _Tokens) -> Iterator[str]:
    """Fill the places of every kind, in no telling order."""
    for kind in KINDS:
        held = [*tokens.get(kind, ())]
        held += [chance_token() for _place in range(SPELLINGS - len(held))]
        yield from sorted(held)

"""Two encoded files → the links between them, without key or names; nothing is kept."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.failure import Where
from config.translation import _
from config.writing import keep_inputs, keep_others, whole_file
from pseudonymisation.failures import VaultFailure
from pseudonymisation.linkage.project_tokens import (
    COLUMNS,
    DATED,
    KINDS,
    MARK,
    PLACES,
    SPELLINGS,
    TOKEN_LENGTH,
    UNDATED,
)


LIKELY = 1.45
"""Weight beyond which a pair is linked."""
SURE = 2.5
"""Weight beyond which at least 99.4 % of links were right wherever it was measured."""
AHEAD = 1.0
"""A pair that leads its rivals by less is none: which of two twins, nobody can say."""

OWN, FEWEST_OWN = 0.5, 2
"""Part, and number, of the records linked with their own number: the same rows."""
LINKS = ("record_id_a", "record_id_b", "weight", "grade")

Pair = tuple[str, str]
"""A record of the first file and one of the second."""
_Kind = dict[str, str]
"""The record that has a token of one kind, by the token."""


class EncodedUnreadable(VaultFailure):
    """A file is not one that `linkage encode` writes.

    Args:
        where: file and line.
    """

    code = "VAULT-050"

    def __init__(self, where: Where) -> None:
        super().__init__(
            _("Ce fichier n’est pas un fichier codé, ou il a été modifié."),
            not_done=_("Aucun rapprochement n’a été fait."),
            remedy=_("Redemandez au partenaire le fichier de linkage encode."),
            where=where,
        )


class ProjectsDiffer(VaultFailure):
    """Two encoded files come from two projects, or from two versions of the tokens.

    Args:
        file: name of the second.
    """

    code = "VAULT-051"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Les deux fichiers ne sont pas codés pour le même projet."),
            not_done=_("Aucun rapprochement n’a été fait."),
            remedy=_("Codez les deux fichiers avec la même clé de projet."),
            where=Where(file),
        )


class OneFileTwice(VaultFailure):
    """Two encoded files are one, or of the same rows under the same numbers.

    Args:
        file: name of the second.
    """

    code = "VAULT-052"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Les deux fichiers codés sont ceux des mêmes lignes."),
            not_done=_("Aucun rapprochement n’a été fait."),
            remedy=_("Donnez les fichiers de deux organismes."),
            where=Where(file),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing two encoded files came to.

    Attributes:
        records_a: records of the first file.
        records_b: records of the second.
        links: pairs of records found to be one person's.
        sure: of these, those beyond `SURE`.
    """

    records_a: int
    records_b: int
    links: int
    sure: int


def match_encoded(path_a: Path, path_b: Path, path_out: Path) -> Compared:
    """Compare two encoded files, without the key.

    Args:
        path_a: from `encode_file.encode_file`.
        path_b: from the same, at another partner, with the same project's key.
        path_out: receives `record_id_a,record_id_b,weight,grade`: the weight of the
            kinds that agree, natural logarithm of odds; sure | likely. A record stands
            in one link at most.

    Returns:
        The counts.

    Raises:
        WouldOverwriteInput: the file to write is one to read.
        AnotherFileThere: something else stands where the file would be written.
        NotWritable: the folder takes no file.
        EncodedUnreadable: one of the two is no encoded file.
        OneFileTwice: they are one file, or of the same rows.
        ProjectsDiffer: they are of two projects.
    """
    keep_inputs(path_out, inputs=(path_a, path_b))
    keep_others(path_out, starts=",".join(LINKS).encode())
    (project_a, n_a, a), (project_b, n_b, b) = _read(path_a), _read(path_b)
    if project_a != project_b:
        raise ProjectsDiffer(path_b.name)
    weights = _weights(a, b)
    links = _links(weights)
    n_own = sum(one == other for one, other in links)
    if a == b or (n_own >= FEWEST_OWN and n_own > OWN * min(n_a, n_b)):
        raise OneFileTwice(path_b.name)
    sure = {pair for pair in links if weights[pair] > SURE}
    with whole_file(path_out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(LINKS)
        writer.writerows(
            (*pair, f"{weights[pair]:.1f}", "sure" if pair in sure else "likely")
            for pair in links
        )
        text.detach()
    return Compared(n_a, n_b, len(links), len(sure))


def _read(path: Path) -> tuple[tuple[str, str], int, dict[str, _Kind]]:
    """Read project and version, the number of records, and the tokens of each kind."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            project = _project(file.readline())
            reader = csv.reader(file)
            if project is None or tuple(next(reader, ())) != COLUMNS:
                raise EncodedUnreadable(Where(path.name, 1))
            return project, *_kinds(reader, path)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise EncodedUnreadable(Where(path.name)) from None


def _project(line: str) -> tuple[str, str] | None:
    words = line.split()
    if words[:2] != ["#", MARK] or len(words) != len(("#", MARK, "project", "version")):
        return None
    said = dict(word.partition("=")[::2] for word in words[2:])
    if not said.get("project") or not said.get("version"):
        return None
    return said["project"], said["version"]


def _kinds(reader: Iterator[list[str]], path: Path) -> tuple[int, dict[str, _Kind]]:
    found: dict[str, _Kind] = {kind: {} for kind in KINDS}
    records: set[str] = set()
    for line, cells in enumerate(reader, start=3):
        tokens = cells[1].split(" ") if len(cells) == len(COLUMNS) else []
        sound = len(tokens) == PLACES and {*map(len, tokens)} == {TOKEN_LENGTH}
        if not sound or cells[0] in records:
            raise EncodedUnreadable(Where(path.name, line))
        records.add(cells[0])
        for place, kind in enumerate(KINDS):
            for token in tokens[SPELLINGS * place :][:SPELLINGS]:
                if found[kind].setdefault(token, cells[0]) != cells[0]:
                    raise EncodedUnreadable(Where(path.name, line))
    return len(records), found


def _weights(a: Mapping[str, _Kind], b: Mapping[str, _Kind]) -> dict[Pair, float]:
    """Weigh the kinds in which each pair of records agrees."""
    agreeing: defaultdict[Pair, set[str]] = defaultdict(set)
    for kind, other in _compared():
        ones, others = a[kind], b[other]
        for token in ones.keys() & others.keys():
            agreeing[ones[token], others[token]].add(min(kind, other))
    return {
        pair: sum(KINDS[kind] for kind in sorted(kinds))
        for pair, kinds in agreeing.items()
    }


def _compared() -> Iterator[Pair]:
    """Give the kinds that are compared: each with itself, undated ones with dated."""
    for kind in KINDS:
        if kind.startswith(UNDATED):
            dated = DATED + kind.removeprefix(UNDATED)
            yield from ((kind, kind), (kind, dated), (dated, kind))
        elif not kind.startswith(DATED):
            yield kind, kind


def _links(weights: Mapping[Pair, float]) -> list[Pair]:
    """Keep the pairs of which each record is nearest to the other by far."""
    by_record: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for pair, weight in weights.items():
        for side in (0, 1):
            by_record[side, pair[side]].append(weight)
    return sorted(
        pair
        for pair, weight in weights.items()
        if weight > LIKELY
        and all(_leads(weight, by_record[side, pair[side]]) for side in (0, 1))
    )


def _leads(weight: float, among: list[float]) -> bool:
    best, *others = sorted(among, reverse=True)
    return weight == best and (not others or weight - others[0] >= AHEAD)

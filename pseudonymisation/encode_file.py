"""A partner's CSV of identities → keyed tokens; two such files → links, without names.

The partner encodes, the centre compares: it holds no key and sees no name, and keeps
nothing but the links. See `docs/encoded-linkage.md` for what this does not hide.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import VaultFailure
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identity_file import BORN, dates_of, identity_rows, sex_of
from pseudonymisation.keys.project import read_project_key
from pseudonymisation.linkage.project_tokens import VERSION, ProjectTokens
from pseudonymisation.values import IdentityRow


RIVAL = 3
"""A pair sharing less than this part of what a rival shares is none."""
MARK = "parcours-encoded"
COLUMNS = ("record_id", "tokens")
MOST_SHARING = 20
"""Records of one file sharing a token beyond which it tells nothing."""


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


Pair = tuple[str, str]
"""A record of the first file and one of the second."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What encoding came to.

    Attributes:
        records: records encoded.
        project: the project's number.
        version: of the tokens.
    """

    records: int
    project: str
    version: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing two encoded files came to.

    Attributes:
        records_a: records of the first file.
        records_b: records of the second.
        links: pairs of records found to be one person's.
    """

    records_a: int
    records_b: int
    links: int


def encode_file(path_in: Path, path_out: Path, *, key: Path) -> Encoded:
    """Encode a CSV of identities.

    Args:
        path_in: as for `match_file.link_file`.
        path_out: receives a line that names project and version, then
            `record_id,tokens`; no name, date or place.
        key: the project's key file.

    Returns:
        The counts.

    Raises:
        RecordsUnreadable: the file breaks a rule.
        ProjectKeyRefused: the key cannot be read.
    """
    secret = read_project_key(key)
    maker, reader = ProjectTokens(secret.key), NameReader()
    rows = [
        (row.own_code, " ".join(maker.tokens(reader.features(row))))
        for row in _identities(path_in)
    ]
    with path_out.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {MARK} project={secret.project} version={VERSION}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return Encoded(len(rows), secret.project, VERSION)


def _identities(path: Path) -> Iterator[IdentityRow]:
    for rows in identity_rows(path):
        born, cells = dates_of(rows, path), rows.cells
        for place, (line, name) in enumerate(zip(rows.lines, rows.names, strict=True)):
            yield IdentityRow(
                row=line,
                organisation="",
                code=name,
                birth_name=cells["nom"][place] or None,
                usage_name=cells["nom_usage"][place] or None,
                given_names=cells["prenoms"][place] or None,
                birth_date=born[cells[BORN][place]],
                sex=sex_of(cells["sexe"][place]),
                commune=cells["commune"][place] or None,
                postcode=cells["code_postal"][place] or None,
                may_link=True,
            )


def match_encoded(path_a: Path, path_b: Path, path_out: Path) -> Compared:
    """Compare two encoded files, without the key.

    Args:
        path_a: from `encode_file`.
        path_b: from `encode_file`, at another partner, with the same key.
        path_out: receives `record_id_a,record_id_b,shared`, the number of tokens that
            both have; a record may stand in several links.

    Returns:
        The counts.

    Raises:
        EncodedUnreadable: one of the two is no encoded file.
        ProjectsDiffer: they are of two projects.
    """
    (project_a, a), (project_b, b) = _read(path_a), _read(path_b)
    if project_a != project_b:
        raise ProjectsDiffer(path_b.name)
    shared = _shared(a, b)
    links = _links(shared)
    with path_out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("record_id_a", "record_id_b", "shared"))
        writer.writerows((*pair, shared[pair]) for pair in links)
    return Compared(len(a), len(b), len(links))


def _read(path: Path) -> tuple[tuple[str, str], dict[str, frozenset[str]]]:
    """Read project and version, and the tokens of each record."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            project = _project(file.readline())
            reader = csv.reader(file)
            if project is None or tuple(next(reader, ())) != COLUMNS:
                raise EncodedUnreadable(Where(path.name, 1))
            return project, _tokens(reader, path)
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


def _tokens(reader: Iterator[list[str]], path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line, cells in enumerate(reader, start=3):
        if len(cells) != len(COLUMNS) or cells[0] in found:
            raise EncodedUnreadable(Where(path.name, line))
        found[cells[0]] = frozenset(cells[1].split())
    return found


def _shared(
    a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]
) -> Counter[Pair]:
    """Count the tokens that each pair of records shares."""
    holders_a, holders_b = _holders(a), _holders(b)
    shared: Counter[Pair] = Counter()
    for token in holders_a.keys() & holders_b.keys():
        ones, others = holders_a[token], holders_b[token]
        if max(len(ones), len(others)) <= MOST_SHARING:
            shared.update((one, other) for one in ones for other in others)
    return shared


def _holders(records: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for record, tokens in records.items():
        for token in tokens:
            found[token].append(record)
    return found


def _best(shared: Mapping[Pair, int]) -> dict[tuple[int, str], int]:
    """Give, per side and record, the most tokens it shares with any."""
    best: defaultdict[tuple[int, str], int] = defaultdict(int)
    for pair, n in shared.items():
        for side in (0, 1):
            best[side, pair[side]] = max(best[side, pair[side]], n)
    return best


def _links(shared: Mapping[Pair, int]) -> list[Pair]:
    """Keep the pairs of which neither record is far nearer to another.

    A twin shares one block with his brother's record, his own shares most of them.
    """
    best = _best(shared)
    return sorted(
        pair
        for pair, n in shared.items()
        if RIVAL * n >= max(best[0, pair[0]], best[1, pair[1]])
    )

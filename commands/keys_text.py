"""What `parcours keys` tells, in words and rows."""

from collections.abc import Iterator, Mapping

from config.translation import _
from parcours.keeping.keys import KeysChecked
from pseudonymisation.keys.report import KeyFileReport
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity, PartialDate


def check_lines(found: KeysChecked) -> Iterator[str]:
    """Say what a check found.

    Args:
        found: the check.

    Yields:
        Lines of text.
    """
    for file in found.files:
        yield f"{file.name:18} {_state(file)}"
        yield "    " + _("Si ce fichier est perdu : {loss}").format(loss=file.if_lost)
    for key_id, n in found.data_keys.items():
        yield _("Clé {key_id} : {n} clés de données.").format(key_id=key_id, n=n)
    if found.rotating:
        yield _("Une rotation est en cours : « parcours keys rotate » la termine.")
    for draft in found.drafts:
        yield _("Reste d’une écriture interrompue : {file}.").format(file=draft)
    yield _("Coffre : {counter} écritures.").format(counter=found.counter)
    if found.fell_back:
        yield _("Le coffre est revenu à un état antérieur au dernier contrôle.")
    if found.altered:
        tables = ", ".join(found.altered)
        yield _("Lignes modifiées hors du logiciel : {tables}.").format(tables=tables)
        return
    yield _("Les clés ouvrent ce coffre.")


def _state(file: KeyFileReport) -> str:
    if not file.present:
        return _("absent")
    if file.trouble:
        return file.trouble
    sealed = _("scellé") if file.sealed is not None else _("non scellé")
    return f"v{file.version} {file.mode} {sealed}"


def identity_rows(found: Mapping[Pseudonym, Identity]) -> list[list[object]]:
    """Write a correspondence file's rows.

    Args:
        found: identity by pseudonym.

    Returns:
        Rows, the heading first.
    """
    heading: list[object] = [
        "pseudonyme",
        "nom",
        "nom_usage",
        "prenoms",
        "date_naissance",
        "sexe",
        "commune",
        "code_postal",
    ]
    return [heading, *(_row(str(p), found[p]) for p in sorted(found))]


def _row(pseudonym: str, identity: Identity) -> list[object]:
    return [
        pseudonym,
        identity.birth_name or "",
        identity.usage_name or "",
        identity.given_names or "",
        _date(identity.birth_date),
        identity.sex or "",
        identity.commune or "",
        identity.postcode or "",
    ]


def _date(birth: PartialDate | None) -> str:
    if birth is None:
        return ""
    parts = (birth.year, birth.month, birth.day)
    return "-".join(f"{part:02}" for part in parts if part is not None)

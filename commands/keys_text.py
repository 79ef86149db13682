"""What `parcours keys` tells, in words and rows."""

from collections.abc import Iterator, Mapping, Sequence

from config.translation import _
from parcours.keeping.keys import KeysChecked
from parcours.keeping.rekeying import Rekeyed
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
    yield _("Racine des pseudonymes : v{n}.").format(n=found.generation)
    if found.rekeying:
        yield _(
            "Un changement des pseudonymes est en cours : « parcours keys rekey » le "
            "termine."
        )
    if not found.parted:
        yield _(
            "La reconnaissance n’a pas encore ses propres clés : « parcours doctor "
            "--repair » les sépare."
        )
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


def rekeyed_lines(done: Rekeyed, former: Sequence[str]) -> Iterator[str]:
    """Say what a re-keying did, and what is left to do by hand.

    Args:
        done: the re-keying.
        former: extracts that keep the former pseudonyms.

    Yields:
        Lines of text.
    """
    yield _(
        "Tous les pseudonymes ont changé (v{n}) : {persons} jeunes, {subjects} fiches."
    ).format(n=done.generation, persons=done.persons, subjects=done.subjects)
    if done.done:
        yield _("L’ancienne racine est détruite.")
    else:
        yield _(
            "L’ancienne racine est encore là : un lecteur occupe la base. Relancez "
            "« parcours keys rekey »."
        )
    if former:
        yield _("Extraits d’avant, qui ne se raccordent plus : {names}.").format(
            names=", ".join(former)
        )
    if done.told:
        yield _(
            "{n} anciens pseudonymes restent dans des textes (journal, motifs, notes)."
        ).format(n=done.told)
    yield _(
        "Les parts des gardiens sont celles de l’ancienne racine : détruisez-les, puis "
        "« parcours keys split ». Détruisez aussi les copies des clés."
    )


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

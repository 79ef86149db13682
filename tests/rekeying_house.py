"""A territory with all that carries a pseudonym, and the re-keying of it."""

import re
import shutil
import sqlite3
from dataclasses import asdict

from sqlmodel import select

from parcours.approvals.operations import decide_approval
from parcours.extract.operations import create_extract
from parcours.intake.operations import load_file, undo_batch
from parcours.keeping.erasure import erase_person
from parcours.keeping.keys import split
from parcours.keeping.rekeying import rekey, request_rekeying
from parcours.matching.operations import answer_question, list_questions
from parcours.people.operations import reveal_identity
from parcours.record.models import Batch, Person
from parcours.territory.opening import Territory
from pseudonymisation.keys.files import PSEUDONYM, read_keys
from pseudonymisation.keys.seal import Strength
from pseudonymisation.keys.shares import ShareFile
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.translate import Translator
from tests.made_once import made_once
from tests.unit.parcours.matching.conftest import NOW, open_house


PHRASES = ("le premier gardien", "le second gardien")
WEAK = Strength(2, 19 * 1024, 1)
WHY = "La racine a peut-être fui"
HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation;Date fin situation\n"
)
FIRST = "D1;Zzbrixmor;Ana;03/09/2006;01/02/2025;CDI;05/03/2025;\n"
SECOND = "D2;Qwautre;Luc;11/10/2005;01/02/2025;chômage;06/03/2025;\n"
ERASED = "D3;Krelvast;Ode;12/11/2004;01/02/2025;chômage;06/03/2025;\n"
UNDONE = "D4;Wuxtroblin;Isé;13/12/2003;01/02/2025;chômage;06/03/2025;\n"
ONCE = re.compile(rb"v[0-9]\.(?:record|subject)\.([a-z2-7]{52})")


def grow(made, folder):
    """Make a territory: files, a join by hand, a question, an erasure, an undo."""
    with open_house(made, folder) as house:
        for login, role in (
            ("dpo", "data_protection_officer"),
            ("second", "administrator"),
            ("third", "administrator"),
        ):
            house.account(login, role)
        operator = house.contexts["operator"]
        load(house.territory, FIRST, SECOND, ERASED)
        load(house.territory, UNDONE)
        with house.territory.record.read() as session:
            last = session.exec(select(Batch.ref).order_by(Batch.id.desc())).first()
            third = session.exec(select(Person.pseudonym).where(Person.id == 3)).one()
        undo_batch(operator, desk=house.desk, ref=last)
        erase_person(house.contexts["dpo"], desk=house.desk, person=third)
        house.person("school", code="E1")
        house.person("mission", birth_name="Qwantelbo", code="M1")
        (line,) = list_questions(house.contexts["rose"], desk=house.desk)
        answer_question(
            house.contexts["rose"], desk=house.desk, ref=line.ref, answer="same"
        )
        asked = house.person("school", given_names="Zoltan", code="E2")
        house.person("mission", given_names="Zoltan", birth_name="Qwan", code="M2")
        reveal_identity(house.contexts["school"], desk=house.desk, person=asked)
        extract(house.territory, "avant")
        split(
            operator,
            keys_folder=house.territory.places.keys,
            of=PSEUDONYM,
            shares=shares_of(folder, new=True),
            strength=WEAK,
        )
    return folder


def grown_once(tmp_path_factory, made):
    """Give a process such a territory of its own, grown once for the whole run."""
    place = made_once(
        tmp_path_factory, "grown", lambda place: grow(made, place / "territory")
    )
    return copy(place / "territory", tmp_path_factory.mktemp("grown") / "territory")


def rekeyed_once(tmp_path_factory, made):
    """Give a process the same territory with its pseudonyms keyed anew."""

    def make(place):
        grown = grown_once(tmp_path_factory, made)
        territory = opened(copy(grown, place / "territory"))
        try:
            rekeyed(territory, agreed(territory))
        finally:
            territory.close()

    place = made_once(tmp_path_factory, "rekeyed", make)
    return copy(place / "territory", tmp_path_factory.mktemp("rekeyed") / "territory")


def load(territory, *lines):
    return load_file(
        territory.context(territory.operator()),
        desk=territory.desk,
        source=(HEADER + "".join(lines)).encode(),
        template="mission_locale",
        name="essai.csv",
        with_answer=True,
    )


def extract(territory, name):
    places = territory.places
    with Translator.open(places.keys, places.vault_url) as translator:
        return create_extract(
            territory.context(territory.operator()),
            translator=translator,
            name=name,
            territory_folder=territory.folder,
        )


def shares_of(folder, *, new=False):
    place = folder.with_name(f"{folder.name}-shares")
    if new:
        place.mkdir()
    return tuple(
        ShareFile(place / name, lambda told=phrase: told)
        for name, phrase in zip("ab", PHRASES, strict=True)
    )


def copy(grown, folder):
    shutil.copytree(grown, folder)
    shutil.copytree(grown.with_name(f"{grown.name}-shares"), f"{folder}-shares")
    return folder


def opened(folder):
    return Territory.open(folder, environ={}, now=lambda: NOW)


def acting(territory, login):
    return territory.context(territory.acting_as(login))


def agreed(territory, *, by=("second", "third")):
    """Ask for a re-keying as the officer, and let others agree."""
    asked = request_rekeying(acting(territory, "dpo"), desk=territory.desk, reason=WHY)
    for login in by:
        decide_approval(acting(territory, login), ref=asked.ref, agree=True)
    return asked.ref


def rekeyed(territory, ref, *, shares=None, login="dpo", step=lambda _name: None):
    return rekey(
        acting(territory, login),
        desk=territory.desk,
        keys_folder=territory.places.keys,
        approval=ref,
        shares=shares or shares_of(territory.folder),
        step=step,
    )


def untouched(folder, grown):
    """Tell whether a territory has the names and the root of the one it came from."""
    same = read_keys(folder / "keys" / PSEUDONYM) == read_keys(
        grown / "keys" / PSEUDONYM
    )
    return same and names_in(folder) == names_in(grown)


def persons(territory):
    """Every person's pseudonym, in the order in which they came."""
    with territory.record.read() as session:
        return list(session.exec(select(Person.pseudonym).order_by(Person.id)))


def revealed(territory, name):
    """The birth name of a person, None if the vault does not know them."""
    person = Pseudonym.parse(name)
    found = territory.desk.reveal_many([person], None).get(person)
    return found.birth_name if found else None


def lives(folder):
    """Tell every path by the identity of whose it is, no pseudonym in it."""
    from parcours.people.operations import read_path

    territory = opened(folder)
    try:
        with territory.record.read() as session:
            names = list(session.exec(select(Person.pseudonym)))
        people = [Pseudonym.parse(name) for name in names]
        known = territory.desk.reveal_many(people, None)
        operator = territory.context(territory.operator())
        return sorted(
            (
                repr(identity),
                ONCE.sub(
                    b"*", repr(asdict(read_path(operator, person=str(person)))).encode()
                ),
            )
            for person, identity in known.items()
        )
    finally:
        territory.close()


def rows(folder):
    """All rows of the record but names, sessions and traces of who asked."""
    store = sqlite3.connect(folder / "record.db")
    tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    aside = ("audit_line", "finished_intent", "approval", "alembic_version")
    found = {
        table: [
            tuple(ONCE.sub(b"*", str(cell).encode()) for cell in row)
            for row in store.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
        ]
        for (table,) in tables.fetchall()
        if table not in aside and not table.startswith("sqlite_")
    }
    store.close()
    return found


def names_in(folder):
    """The secret part of every pseudonym in the record's tables, as bytes."""
    store = sqlite3.connect(folder / "record.db")
    found = {
        name.rsplit(".", 1)[-1].encode()
        for query in (
            "SELECT pseudonym FROM person",
            "SELECT subject FROM source_subject",
        )
        for (name,) in store.execute(query)
    }
    store.close()
    return found


def traces(folder, names):
    """The files of both stores that still hold one of these names."""
    stores = [*folder.glob("record.db*"), *folder.glob("vault.db*")]
    return sorted(
        file.name
        for file in stores
        if any(name in content for content in [file.read_bytes()] for name in names)
    )

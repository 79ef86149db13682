"""What a page does with a partner's file, without the page."""

import threading

from sqlalchemy import text

from parcours.intake.hands import check_file, correct_cells, read_rows, take_file
from parcours.intake.loads import start_load
from parcours.intake.teaching import tell_meanings
from tests.intake_house import CANARY


HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation;Téléphone;N° sécu"
)
FIRST = f"D1;{CANARY};Ana;03/09/2006;01/02/2025;CDI;05/03/2025;0600000000;x"
ODD = "D2;ZZTESTBE;Luc;11/10/2005;01/02/2025;on verra bien;06/03/2025;0600000000;x"
BAD = "D3;ZZTESTCE;Zoé;31/02/2006;01/02/2025;CDI;05/03/2025;;x"
ML = "mission_locale"


class Page:
    """What a page does with a file, without the page."""

    def __init__(self, territory, context, reception):
        self.context, self.desk, self.reception = context, territory.desk, reception

    def take(self, *lines, header=HEADER, name="f.csv", organisation=ML):
        content = "\n".join([header, *lines, ""]).encode()
        return self.take_bytes(content, name=name, organisation=organisation)

    def take_bytes(self, content, *, name="f.csv", organisation=ML):
        take_file(
            self.context,
            desk=self.desk,
            reception=self.reception,
            content=content,
            name=name,
            organisation=organisation,
        )
        return self.look()

    def look(self):
        return check_file(self.context, desk=self.desk, reception=self.reception)

    def teach(self, **told):
        tell_meanings(self.context, reception=self.reception, **told)
        return self.look()

    def correct(self, cells):
        correct_cells(self.context, reception=self.reception, cells=cells)
        return self.look()

    def rows(self, *lines):
        return read_rows(self.context, reception=self.reception, lines=lines)

    def load(self):
        load = start_load(self.context, self.reception, desk=self.desk)
        for thread in threading.enumerate():
            if thread.name == "intake":
                thread.join(timeout=60)
        return load


def count(territory, table, where="1 = 1"):
    with territory.record.read() as session:
        query = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608
        return session.execute(text(query)).scalar()


def place_of(grid, title):
    return next(place for place, shown in grid.columns if shown == title)

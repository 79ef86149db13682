"""What can go wrong with the record as a whole.

Failure
└── RecordFailure
    ├── RecordUnreachable   the database does not open
    ├── RecordNotMade       there is no schema in it yet
    ├── SchemaTooNew        a later version of the product wrote it
    ├── SchemaTooOld        its migration has not been run
    └── RecordBusy          another writer holds it for too long
"""

from config.failure import Failure
from config.translation import _


class RecordFailure(Failure):
    """Base of the failures of the record's store."""

    code = "RECORD-000"


class RecordUnreachable(RecordFailure):
    """The database cannot be opened; its address may hold a password: never told."""

    code = "RECORD-001"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours ne s’ouvre pas."),
            not_done=_("Rien n’a été lu ni écrit."),
            remedy=_("Vérifiez le dossier du territoire ou PARCOURS_RECORD_URL."),
        )


class RecordNotMade(RecordFailure):
    """The database is empty."""

    code = "RECORD-002"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours n’a pas encore été créée."),
            not_done=_("Rien n’a été lu ni écrit."),
            remedy=_("Créez le territoire par « parcours init DOSSIER »."),
        )


class SchemaTooNew(RecordFailure):
    """A later version of the product has migrated this database."""

    code = "RECORD-003"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours vient d’une version plus récente de parcours."),
            not_done=_("Elle n’a pas été ouverte, pour ne rien y abîmer."),
            remedy=_("Installez la version de parcours qui l’a écrite."),
        )


class SchemaTooOld(RecordFailure):
    """The database waits for a migration."""

    code = "RECORD-004"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours date d’une version plus ancienne de parcours."),
            not_done=_("Elle n’a pas été ouverte."),
            remedy=_("Sauvegardez le dossier, puis « parcours doctor --repair »."),
        )


class RecordBusy(RecordFailure):
    """Another writer has held the record for longer than a person will wait."""

    code = "RECORD-005"

    def __init__(self) -> None:
        super().__init__(
            _("La base des parcours est occupée par une autre écriture."),
            not_done=_("Votre saisie n’a pas été enregistrée."),
            remedy=_("Recommencez dans un instant."),
        )

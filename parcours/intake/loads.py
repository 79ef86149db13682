"""The file in hand → a load of its own thread, which its page may leave and find again.

The load is the operation `intake.load`: it authorises and audits as ever.
"""

from parcours.access.context import Context
from parcours.intake.failures import NothingInHand
from parcours.intake.operations import load_file
from parcours.intake.reception import Load, Reception
from parcours.intake.results import IntakeAnswer
from pseudonymisation.desk import Desk


def start_load(context: Context, reception: Reception, *, desk: Desk) -> Load:
    """Begin to load the file in hand, as it was corrected.

    Args:
        context: who acts.
        reception: where the file is held.
        desk: the vault's door.

    Returns:
        What tells of it meanwhile and afterwards.

    Raises:
        NothingInHand: no file was given, or it is of no template yet.
        LoadUnderWay: another load of the account is not over.
    """
    account = context.principal.account_id
    hand = reception.hand(account)
    held, template = hand.held, hand.template
    if held is None or template is None:
        raise NothingInHand
    load = Load(template, total=len(held.lines))

    def work(load: Load) -> IntakeAnswer:
        return load_file(
            context,
            desk=desk,
            source=held,
            template=template,
            name=hand.name,
            organisation=hand.organisation,
            with_answer=True,
            progress=load.progress,
            step=load.begin,
        )

    reception.start(account, load, work)
    return load

"""Who may do what: every role against every operation, written out.

A change of `config/access.yaml` must be repeated here by hand: rights do not change by
the way. Letters: A all, S shared, O own organisation, C own caseload, G figures only,
a dot is a refusal.
"""

from types import MappingProxyType

import pytest
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import AccessDenied
from parcours.access.guard import operation
from parcours.access.policy import Policy
from parcours.record.models import AuditLine
from tests.record_house import add_account, context_for, open_record, shipped_policy


ROLES = (
    "case_worker",
    "coordinator",
    "evaluator",
    "policy_officer",
    "council_member",
    "data_protection_officer",
    "administrator",
    "reviewer",
    "operator",
)
#   operation                     | cw co ev po cm dp ad re op
TABLE = """
    account.sign_in              | A A A A A A A A A
    account.sign_out             | A A A A A A A A A
    account.prove                | A A A A A A A A A
    account.read_own             | A A A A A A A A A
    account.begin_factor         | A A A A A A A A A
    account.confirm_factor       | A A A A A A A A A
    account.renew_recovery       | A A A A A A A A A
    account.drop_factor          | A A A A A A A A A
    account.change_password      | A A A A A A A A A
    account.end_others           | A A A A A A A A A
    account.add                  | . . . . . . A . A
    account.disable              | . . . . . . A . A
    account.set_password         | . . . . . . A . A
    account.reset_factor         | . . . . . . A . A
    account.list                 | . . . . . A A . A
    people.search                | O O . . . . . . .
    people.read_path             | O S . . . . . . A
    people.reveal_identity       | O O . . . . . . .
    people.read_disagreements    | O O . . . . . . .
    people.create                | O O . . . . . . .
    people.update_situation      | O O . . . . . . .
    people.check_words           | O O . . . . . . .
    people.withdraw_situation    | O O . . . . . . .
    people.record_sharing_choice | O O . . . . . . .
    people.read_attributes       | O S . . . . . . .
    people.record_attribute      | O O . . . . . . .
    people.withdraw_attribute    | O O . . . . . . .
    interventions.log            | O O . . . . . . .
    interventions.correct        | O O . . . . . . .
    interventions.withdraw       | O O . . . . . . .
    interventions.read_history   | O O . . . . . . .
    interventions.read_habits    | O O . . . . . . .
    interventions.check_minors   | O O . . . . . . .
    contacts.log                 | O O . . . . . . .
    contacts.withdraw            | O O . . . . . . .
    worktop.keep_draft           | O O . . . . . . .
    worktop.read_drafts          | O O . . . . . . .
    worktop.drop_draft           | O O . . . . . . .
    goals.read                   | O S . . . . . . .
    goals.set                    | O O . . . . . . .
    goals.correct                | O O . . . . . . .
    goals.set_step               | O O . . . . . . .
    goals.correct_step           | O O . . . . . . .
    goals.undo                   | O O . . . . . . .
    goals.undo_step              | O O . . . . . . .
    goals.read_history           | O O . . . . . . .
    caseload.read                | C O . . . . . . .
    caseload.assign              | . O . . . . . . .
    caseload.team                | . O . . . . . . .
    caseload.list_held           | . O . . . . . . .
    caseload.reassign            | . O . . . . . . .
    caseload.take_back           | . O . . . . . . .
    worksites.list               | O O . . . . . . .
    worksites.read               | O O . . . . . . .
    worksites.name               | O O . . . . . . .
    worksites.check              | O O . . . . . . .
    worksites.save               | O O . . . . . . .
    worksites.undo               | O O . . . . . . .
    worksites.withdraw           | O O . . . . . . .
    worksites.print              | O O . . . . . . .
    referrals.recipients         | O O . . . . . . .
    referrals.tell               | O O . . . . . . .
    referrals.propose            | O O . . . . . . .
    referrals.reopen             | O O . . . . . . .
    referrals.withdraw           | O O . . . . . . .
    referrals.remind             | O O . . . . . . .
    referrals.read               | O O . . . . . . .
    referrals.of_person          | O O . . . . . . .
    referrals.count              | O O . . . . . . .
    referrals.open               | O O . . . . . . .
    referrals.colleagues         | O O . . . . . . .
    referrals.give               | O O . . . . . . .
    referrals.accept             | O O . . . . . . .
    referrals.refuse             | O O . . . . . . .
    referrals.say                | O O . . . . . . .
    intake.preview               | . O . . . . . . A
    intake.load                  | . O . . . . . . A
    intake.undo                  | . O . . . . . . A
    intake.take                  | . O . . . . . . A
    intake.choose                | . O . . . . . . A
    intake.check                 | . O . . . . . . A
    intake.read_rows             | . O . . . . . . A
    intake.correct               | . O . . . . . . A
    intake.teach                 | . O . . . . . . A
    intake.forget                | . O . . . . . . A
    intake.batches               | . O . . . . . . A
    intake.answer                | . O . . . . . . A
    rights.read                  | O O . . . . . . .
    rights.inform                | O O . . . . . . .
    rights.protect               | O O . . . . . . .
    rights.lift                  | O O . . . . . . .
    rights.request               | O O . . . . . . .
    rights.answer                | O O . . . A . . .
    rights.list                  | . O . . . A . . .
    reminders.read               | C C . . . . . . .
    reminders.of_caseload        | C C . . . . . . .
    reminders.of_person          | O S . . . . . . .
    reminders.snooze             | C C . . . . . . .
    reminders.wake               | C C . . . . . . .
    people.answer_situation      | O O . . . . . . .
    people.read_follow_up        | O O . . . . . . .
    people.close_follow_up       | O O . . . . . . .
    people.reopen_follow_up      | O O . . . . . . .
    booklet.make                 | O O . . . A . . .
    booklet.offer                | O O . . . . . . .
    booklet.at_home              | O O . . . . . . .
    linkage.list_questions       | . . . . . . . A A
    linkage.read_question        | . . . . . . . A .
    linkage.answer_question      | . . . . . . . A .
    linkage.take_back            | . . . . . . . A .
    linkage.read_links           | . . . . . . . A .
    linkage.separate_person      | . . . . . . . A .
    people.read_links            | O S . . . . . A .
    linkage.refuse               | O O . . . . . . .
    linkage.join_codes           | O O . . . . . . .
    matching.audit_pairs         | . . . . . . . A .
    matching.answer_audit        | . . . . . . . A .
    matching.take_back_audit     | . . . . . . . A .
    linkage.draw_sample          | . . . . . . . A A
    quality.read                 | . G G G . . . . .
    linkage.quality              | . . G . . A . A A
    linkage.reindex              | . . . . . . . . A
    extract.create               | . . A . . . . . A
    extract.list                 | . . A . . A . . A
    cohort.list                  | . . A G . . . . A
    cohort.explain               | . . A G . . . . A
    cohort.preview               | . . A . . . . . A
    cohort.save                  | . . A . . . . . A
    cohort.versions              | . . A . . . . . A
    cohort.compare               | . . A . . . . . A
    cohort.run                   | . . A . . . . . A
    cohort.linkage               | . . A . . . . . A
    workbench.model              | . . A . . . . . A
    workbench.states             | . . A . . . . . A
    workbench.paths              | . . A . . . . . A
    workbench.exposure           | . . A . . . . . A
    workbench.release            | . . G . . . . . G
    cohort.guards                | . . A . . . . . A
    workbench.landmark           | . . A . . . . . A
    workbench.emulation          | . . A . . . . . A
    workbench.matched            | . . A . . . . . A
    cohort.export                | . . G . . . . . G
    cohort.report                | . . G . . . . . G
    cohort.download              | . . G . . . . . G
    cohort.rerun                 | . . G . . . . . G
    indicators.read              | . G G G G . . . G
    indicators.read_all          | . G G G G . . . G
    publication.preview          | . . . G . . . . .
    publication.ask              | . . . G . . . . .
    publication.decide           | . . . G . . . . .
    publication.list             | . . . G . . . . .
    publication.publish          | . . . G . . . . .
    report.contract              | . . G G G . . . G
    report.action                | . . G G G . . . G
    report.evaluation            | . . G G . . . . G
    report.write_evaluation      | . . G . . . . . .
    report.read_texts            | . . G G G . . . G
    report.write_text            | . . . G . . . . .
    release.read                 | . G G G G G . . G
    release.site                 | . G G G G G . . G
    programme.read               | O O G G G . . . .
    programme.list_actions       | O O . . . . . . .
    programme.list_applications  | . G G G G . . . .
    programme.read_application   | . G G G G . . . .
    programme.read_action        | . G G G G . . . .
    programme.read_reach         | . G G G G . . . .
    programme.read_aims          | . G G G G . . . .
    programme.export             | . G G G . . . . .
    programme.import             | . . . G . . . . .
    programme.preview_import     | . . . G . . . . .
    programme.review             | . G G G G . . . .
    programme.print_council      | . . . G G . . . .
    programme.save_contract      | . . . G . . . . .
    programme.save_level         | . . . G . . . . .
    programme.open_call          | . . . G . . . . .
    programme.aim                | . . . G . . . . .
    programme.save_application   | . . . G . . . . .
    programme.move               | . . . G G . . . .
    programme.instruct           | . . . G . . . . .
    programme.decide             | . . . G . . . . .
    programme.amend              | . . . G . . . . .
    programme.opine              | . . . . G . . . .
    programme.ask                | . . . . G . . . .
    programme.answer             | . . . G . . . . .
    programme.measure            | . . . G . . . . .
    programme.report             | . . . G . . . . .
    audit.verify                 | . . . . . A . . A
    audit.read                   | . . . . . A . . .
    keys.create                  | . . . . . . . . A
    keys.check                   | . . . . . A . . A
    keys.seal                    | . . . . . . . . A
    keys.split                   | . . . . . . . . A
    keys.rotate                  | . . . . . . . . A
    keys.reidentify              | . . . . . A . . .
    keys.rekey                   | . . . . . A . . A
    approvals.request            | . . . . . A . . .
    approvals.decide             | . . . . . A A . .
    approvals.list               | . . . . . A A . .
    people.weigh_erasure         | . . . . . A . . .
    people.erase                 | . . . . . A . . .
    doctor.run                   | . . . . . . A . A
    doctor.repair                | . . . . . . . . A
    configuration.read           | . A A . . A A . A
"""
LETTERS = {
    "A": "all",
    "S": "shared",
    "O": "own_organisation",
    "C": "own_caseload",
    "G": "aggregate",
    ".": None,
}
NO_PERSON = ("evaluator", "policy_officer", "council_member", "administrator")
SHOWS_A_PERSON = (
    *("people.", "caseload.", "interventions.", "contacts.", "matching."),
    "referrals.",
    "reminders.",
    *("rights.", "booklet."),
    *("linkage.list", "linkage.read", "linkage.answer", "linkage.separate"),
    *("linkage.refuse", "linkage.join", "goals.", "worksites."),
)


def expected():
    """Read the table: operation → role → scope."""
    rows = [line.split("|") for line in TABLE.strip().splitlines()]
    return {
        name.strip(): dict(zip(ROLES, (LETTERS[x] for x in cells.split()), strict=True))
        for name, cells in rows
    }


@operation("test.probe", kind="read")
def probe(context: Context, session: Session) -> str:
    return str(context.scope)


def probe_policy(name: str) -> Policy:
    """Give the shipped rights of an operation to a probe that touches nothing."""
    rights = shipped_policy().operations[name]
    return Policy(shipped_policy().roles, MappingProxyType({"test.probe": rights}))


def test_the_table_lists_every_role_and_operation():
    policy = shipped_policy()

    assert set(ROLES) == set(policy.roles)
    assert set(expected()) == set(policy.operations)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_exactly_what_the_table_says(tmp_path, role):
    found, wanted = {}, {name: row[role] for name, row in expected().items()}
    with open_record(tmp_path) as store:
        principal = add_account(store, role=role)
        for name in wanted:
            context = context_for(store, principal, policy=probe_policy(name))
            try:
                found[name] = probe(context)
            except AccessDenied:
                found[name] = None
        with store.read() as session:
            in_order = select(AuditLine.decision).order_by(col(AuditLine.seq))
            decisions = session.exec(in_order).all()

    assert found == wanted
    assert decisions == [
        "denied" if scope is None else "allowed" for scope in wanted.values()
    ]


@pytest.mark.parametrize("role", NO_PERSON)
def test_those_outside_shared_secrecy_reach_no_person(role):
    granted = [name for name, row in expected().items() if row[role] is not None]

    assert [name for name in granted if name.startswith(SHOWS_A_PERSON)] == []


def test_the_machines_operator_reveals_no_identity():
    assert expected()["people.reveal_identity"]["operator"] is None

"""What the rules of `alerts.yaml` ask to be done for young people, and from which day.

In: facts that a worker may see, the rules. Out: reminders, by due day; never a score.
`parcours.caseload` counts them per young person; pages and `parcours.extract` come
after.
"""

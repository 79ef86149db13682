"""Young people, as those who accompany them may see them.

Comes in: a principal's question or entry, under an operation. Goes out: cards (who,
age, situation), one path with its interventions, an identity on demand. What another
organisation recorded under anonymity stays out unless the young person agreed.
One of the rooms that may call the desk. Imported by the other rooms of casework.
"""

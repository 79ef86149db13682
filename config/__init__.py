"""What the territory decides: nomenclatures, rules, thresholds, words.

Comes in: YAML files (the shipped ones here, a territory's own copies in its folder)
and French source texts. Goes out: checked documents with positions, translated texts,
and the base class of every error shown to a person.
Every other package may import this one; it imports none of them.
"""

"""Pairs whose further given names share none → those that are but written otherwise.

The score takes further names as they are written: two that share none count as two
people's until a human has looked. That human is told why, and a letter dropped, or
names that one side does not have, are no other names.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from pseudonymisation.identities.spelling import homophone
from pseudonymisation.linkage.clusters import Clusters, gather
from pseudonymisation.linkage.columns import Columns, Integers
from pseudonymisation.linkage.levels import given_levels
from pseudonymisation.linkage.ragged import Ragged
from pseudonymisation.linkage.rules import Binary, Given, LinkageRules
from pseudonymisation.linkage.scoring import Scored


SPELT_OTHERWISE = 3
"""Beside the `Binary` levels: further names that nothing but their spelling parts."""


def told_apart(
    asked: Scored, columns: Columns, cluster: Integers, *, rules: LinkageRules
) -> Scored:
    """Mark the pairs whose further given names are written otherwise, or absent.

    Args:
        asked: pairs of clusters that a human should compare.
        columns: of the rows.
        cluster: number of each row's cluster.
        rules: for the short forms.

    Returns:
        The pairs, with `SPELT_OTHERWISE` among the levels of the further names; their
        bits stay.
    """
    doubtful = np.flatnonzero(asked.further == Binary.DIFFERENT).tolist()
    if not doubtful:
        return asked
    clusters, level = gather(columns, cluster), asked.further.copy()
    for pair in doubtful:
        ones, others = (
            _further(clusters, columns.texts, int(side[pair]))
            for side in (asked.a, asked.b)
        )
        if not ones or not others or _near(ones, others, rules):
            level[pair] = SPELT_OTHERWISE
    return replace(asked, further=level)


def _further(clusters: Clusters, texts: Sequence[str], owner: int) -> list[str]:
    """List further given names, without the halves of a compound first one."""
    first = _names(clusters.given, texts, owner)
    return [
        name
        for name in _names(clusters.further, texts, owner)
        if not any(whole.startswith(name) for whole in first)
    ]


def _names(values: Ragged, texts: Sequence[str], owner: int) -> list[str]:
    own = values.value[values.start[owner] : values.start[owner + 1]]
    return [texts[number] for number in own.tolist()]


def _near(ones: list[str], others: list[str], rules: LinkageRules) -> bool:
    """Tell whether any two are one name; two names in use a letter apart are two."""
    texts = [*ones, *others]
    sounds = {sound: n for n, sound in enumerate(dict.fromkeys(map(homophone, texts)))}
    pairs = np.array(
        list(product(range(len(ones)), range(len(ones), len(texts)))), np.int64
    )
    level = given_levels(
        pairs[:, 0],
        pairs[:, 1],
        texts=texts,
        sounds=np.array([sounds[homophone(text)] for text in texts], np.int64),
        rules=rules,
    )
    return bool((level >= Given.BEGINNING).any())

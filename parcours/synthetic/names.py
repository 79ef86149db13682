"""Names and places that cannot be anyone's: surnames are built from syllables.

Given names are ordinary ones, since they identify nobody by themselves. Surnames join
three invented pieces, so that no list of real names is needed and none is imitated.
"""

import numpy as np
from numpy.typing import NDArray


_FIRST = [
    "Brav",
    "Crod",
    "Drus",
    "Felq",
    "Grim",
    "Jorb",
    "Kelv",
    "Lomb",
    "Morz",
    "Nuvr",
    "Plaz",
    "Quil",
    "Ruzb",
    "Skov",
    "Tarv",
    "Vulm",
    "Wesk",
    "Zamb",
    "Obr",
    "Urv",
    "Yst",
    "Eldr",
    "Afz",
    "Holg",
    "Pluv",
    "Trug",
    "Smor",
    "Dwer",
]
_MIDDLE = [
    "abo",
    "ede",
    "iru",
    "omi",
    "uza",
    "aldi",
    "enku",
    "ibra",
    "ovu",
    "undo",
    "azé",
    "élou",
    "igni",
    "ortu",
    "eska",
]
_LAST = [
    "zelle",
    "quard",
    "vrix",
    "tombe",
    "skaut",
    "pluque",
    "zourd",
    "fremme",
    "ndouse",
    "bragne",
    "xonne",
    "vulque",
    "ffrand",
    "gnoul",
    "zimbre",
    "rtaque",
    "lloufe",
    "pschin",
    "dorzac",
    "kervouse",
    "mbriste",
]

GIRLS = [
    "Adèle",
    "Agathe",
    "Alice",
    "Amina",
    "Anaïs",
    "Anissa",
    "Assia",
    "Aurore",
    "Axelle",
    "Aya",
    "Blanche",
    "Camille",
    "Candice",
    "Capucine",
    "Chloé",
    "Clara",
    "Clémence",
    "Coline",
    "Diane",
    "Dounia",
    "Élise",
    "Éloïse",
    "Emma",
    "Estelle",
    "Fanny",
    "Fatou",
    "Faustine",
    "Flora",
    "Gabrielle",
    "Hélène",
    "Inès",
    "Iris",
    "Jade",
    "Jeanne",
    "Julia",
    "Justine",
    "Kadiatou",
    "Khadija",
    "Laura",
    "Léa",
    "Leïla",
    "Lena",
    "Lina",
    "Lisa",
    "Louise",
    "Lucie",
    "Maëlle",
    "Maéva",
    "Manon",
    "Margaux",
    "Marine",
    "Marion",
    "Mathilde",
    "Maya",
    "Mélina",
    "Mélissa",
    "Myriam",
    "Naïma",
    "Nina",
    "Noémie",
    "Nora",
    "Océane",
    "Pauline",
    "Rania",
    "Romane",
    "Roxane",
    "Salomé",
    "Sara",
    "Sarah",
    "Sirine",
    "Solène",
    "Tessa",
    "Yasmine",
    "Zélie",
    "Zoé",
]
BOYS = [
    "Adam",
    "Adrien",
    "Alexis",
    "Amadou",
    "Amine",
    "Antoine",
    "Arthur",
    "Ayoub",
    "Baptiste",
    "Bastien",
    "Benjamin",
    "Bilal",
    "Bruno",
    "Clément",
    "Corentin",
    "Damien",
    "David",
    "Dylan",
    "Elias",
    "Émile",
    "Enzo",
    "Étienne",
    "Ethan",
    "Fabien",
    "Félix",
    "Florian",
    "Gabin",
    "Gaël",
    "Gaspard",
    "Hugo",
    "Ibrahim",
    "Idriss",
    "Ilyes",
    "Ismaël",
    "Jérémy",
    "Jules",
    "Karim",
    "Kévin",
    "Kylian",
    "Lenny",
    "Léo",
    "Liam",
    "Loïc",
    "Louis",
    "Luca",
    "Lucas",
    "Mamadou",
    "Marius",
    "Martin",
    "Mathéo",
    "Mathis",
    "Maxime",
    "Mehdi",
    "Moussa",
    "Nathan",
    "Nicolas",
    "Noah",
    "Nolan",
    "Oscar",
    "Ousmane",
    "Paul",
    "Quentin",
    "Rayan",
    "Rémi",
    "Robin",
    "Romain",
    "Sacha",
    "Samuel",
    "Simon",
    "Sofiane",
    "Théo",
    "Thomas",
    "Tom",
    "Valentin",
    "Victor",
    "Yanis",
    "Youssef",
]


def surnames() -> NDArray[np.str_]:
    """Build every invented surname, in a fixed scattered order.

    Returns:
        8,820 distinct names, capital first: "Bravabozelle"…

    >>> len(set(surnames()))
    8820
    """
    names = np.array([f + m + e for f in _FIRST for m in _MIDDLE for e in _LAST])
    order = np.random.Generator(np.random.PCG64(1)).permutation(len(names))
    return names[order]


def given_names(rng: np.random.Generator, girls: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Draw a given name for each person; the first of a list are not the commonest.

    Args:
        rng: source of randomness.
        girls: which persons are girls, shape (n,).

    Returns:
        Given names, shape (n,); 6 % are double ("Léa-Rose" in form).
    """
    n = len(girls)
    pools = {True: np.array(GIRLS), False: np.array(BOYS)}
    drawn = np.empty(n, dtype="<U24")
    for girl, pool in pools.items():
        here = girls == girl
        count = int(here.sum())
        weights = 1.0 / np.sqrt(np.arange(1, len(pool) + 1))
        weights = np.random.Generator(np.random.PCG64(2)).permutation(weights)
        first = rng.choice(pool, count, p=weights / weights.sum())
        second = rng.choice(pool, count)
        double = (rng.random(count) < 0.06) & (first != second)
        joined = np.char.add(np.char.add(first, "-"), second)
        drawn[here] = np.where(double, joined, first)
    return drawn

"""Names records without a key: by how often tokens stand, and with which others.

The attacker has tokens per record, and a register of the true people from which he
makes the very same blocks, in clear. Two attacks: alignment by rank, where the
commonest token is the commonest block; alignment of the two graphs, by refining the
colours of tokens and records until they no longer change (Weisfeiler, Leman), then by
propagation to what stands beside the records named (Narayanan, Shmatikov 2009).

Graphs are given as record → its labelled tokens; a label is what the attacker sees of a
token's kind, and the same stands before his own blocks: ("", token) where he sees none.
"""

from collections import Counter, defaultdict


ROUNDS = 4
PASSES = 6
VOTES = 2


def holders(graph):
    found = defaultdict(list)
    for record, held in graph.items():
        for token in held:
            found[token].append(record)
    return found


def shared(graph):
    """Leave out what stands once: it says no more than a token of chance."""
    times = Counter(token for held in graph.values() for token in held)
    return {
        record: {token for token in held if times[token] > 1}
        for record, held in graph.items()
    }


def colours(graph):
    """Yield the colours of records, each time refined by those of their tokens."""
    by_token = holders(graph)
    of_token = {token: (token[0], len(who)) for token, who in by_token.items()}
    for _round in range(ROUNDS):
        of_record = {
            record: hash(tuple(sorted(hash(of_token[token]) for token in held)))
            for record, held in graph.items()
        }
        yield of_record
        of_token = {
            token: (token[0], hash(tuple(sorted(of_record[record] for record in who))))
            for token, who in by_token.items()
        }


def only(colour):
    """The records that alone have their colour, by colour."""
    times = Counter(colour.values())
    return {value: record for record, value in colour.items() if times[value] == 1}


def by_structure(held, register):
    """Guess who the records are, by colours that stand once on either side."""
    guesses = {}
    for ours, theirs in zip(colours(held), colours(register), strict=True):
        named, told = only(ours), only(theirs)
        for colour in named.keys() & told.keys():
            guesses.setdefault(named[colour], told[colour])
    return guesses


def propagated(held, register, seeds):
    """Spread guesses: beside a named record, tokens and blocks of one frequency."""
    guesses = dict(seeds)
    ours, theirs = holders(held), holders(register)
    for _pass in range(PASSES):
        pairs = Counter()
        for record, person in guesses.items():
            tokens = _by_frequency(held[record], ours)
            blocks = _by_frequency(register[person], theirs)
            for frequency in tokens.keys() & blocks.keys():
                if len(tokens[frequency]) == len(blocks[frequency]) == 1:
                    pairs[tokens[frequency][0], blocks[frequency][0]] += 1
        votes = defaultdict(Counter)
        for (token, block), count in pairs.items():
            for record in ours[token]:
                if record not in guesses:
                    votes[record].update(dict.fromkeys(theirs[block], count))
        new = {}
        for record, who in votes.items():
            (best, most), *rest = who.most_common(2)
            if most >= VOTES and not (rest and rest[0][1] == most):
                new[record] = best
        if not new:
            break
        guesses |= new
    return guesses


def _by_frequency(tokens, by_token):
    found = defaultdict(list)
    for token in tokens:
        found[token[0], len(by_token[token])].append(token)
    return found


def by_rank(held, register, rng):
    """Guess what each token says: the block of the same rank, ties drawn by chance.

    Returns:
        Token → block.
    """
    ranked = []
    for graph in (held, register):
        times = Counter(token for tokens in graph.values() for token in tokens)
        order = sorted(times, key=repr)
        rng.shuffle(order)
        ranked.append(sorted(order, key=lambda token: (token[0], -times[token])))
    return dict(zip(*ranked, strict=False))


def by_frequency(held, register, rng):
    """Guess who the records under each token are: those under the block of its rank.

    For records of one token, whose structure says nothing else.
    """
    read = by_rank(held, register, rng)
    who = {block: sorted(found) for block, found in holders(register).items()}
    guesses = {}
    for token, records in holders(held).items():
        beside = list(who.get(read.get(token), ()))
        rng.shuffle(beside)
        guesses.update(zip(records, beside, strict=False))
    return guesses


def named(guesses, truth):
    """Share of all records whom the attacker names rightly."""
    return sum(truth[record] == who for record, who in guesses.items()) / len(truth)

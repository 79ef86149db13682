"""Link a file by Splink 5, trained on the file itself; run by a Python that has it.

The peer at its usual best: letters folded, first given name, term frequencies, five
blocking rules, expectation-maximisation twice, clusters of pairs at .9.
"""

import json
import resource
import sys
import time

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compare


THRESHOLD = 0.9
KIB_PER_MIB = 1024
FOLDED = """
SELECT record_id AS unique_id,
       nullif(regexp_replace(lower(strip_accents(nom)), '[^a-z]+', '', 'g'), '') AS nom,
       nullif(regexp_replace(regexp_extract(lower(strip_accents(prenoms)),
              '^[^, ]+'), '[^a-z]+', '', 'g'), '') AS prenom,
       CASE WHEN date_naissance LIKE '%-01-01' THEN NULL
            ELSE nullif(date_naissance, '') END AS naissance,
       nullif(sexe, '') AS sexe, nullif(code_postal, '') AS code_postal
FROM read_csv(?, all_varchar = true)
"""
RULES = (
    ("nom", "naissance"),
    ("prenom", "naissance"),
    ("nom", "prenom"),
    ("substr(nom, 1, 3)", "substr(prenom, 1, 3)", "substr(naissance, 1, 4)"),
    ("prenom", "code_postal", "substr(naissance, 1, 4)"),
)


def main(records: str, links: str) -> None:
    """Link a file.

    Args:
        records: CSV of identities.
        links: CSV to write, `record_id,person_id`.
    """
    started = time.perf_counter()
    base = duckdb.connect()
    base.execute("SET threads = 2; SET memory_limit = '3GB'")
    base.execute(f"CREATE TABLE folded AS {FOLDED}", [records])
    linker = Linker(DuckDBAPI(base).register("folded"), _settings())
    _train(linker)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=THRESHOLD
    )
    found = base.table(clusters.physical_name)
    found.project("unique_id AS record_id, cluster_id AS person_id").write_csv(links)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    spent = round(time.perf_counter() - started, 2)
    sys.stdout.write(json.dumps({"seconds": spent, "peak_mib": round(peak)}))


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.NameComparison("nom").configure(term_frequency_adjustments=True),
            compare.NameComparison("prenom").configure(term_frequency_adjustments=True),
            compare.DateOfBirthComparison("naissance", input_is_string=True),
            compare.ExactMatch("sexe"),
            compare.ExactMatch("code_postal").configure(
                term_frequency_adjustments=True
            ),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
    )


def _train(linker: Linker) -> None:
    sure = [block_on("nom", "prenom", "naissance")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=10**6, seed=1)
    for rule in (("nom", "prenom"), ("naissance",)):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule)
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

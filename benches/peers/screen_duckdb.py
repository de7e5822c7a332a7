"""The screening as one DuckDB script: read, newest values, one wide row a patient, one SELECT with a column a trial.

SQL's NULL is the third truth: AND, OR and NOT follow Kleene's tables. `screen_duckdb.py FOLDER OUT`
writes a row for each patient and trial as CSV; without OUT it counts the verdicts of each trial.
"""

import sys
from pathlib import Path

import duckdb

import rules
from rules import HOLDS, NOW, SINCE, Group


def moment(at):
    return f"TIMESTAMP '{at}'"


def aggregate(column):
    """The column over one group: a patient's values of one measure, or records of one condition."""
    since = moment(SINCE[column.within]) if column.within else ""
    return {
        "latest": lambda: f"CASE WHEN max(taken) >= {moment(NOW - HOLDS[column.of])} THEN arg_max_null(value, taken) END",
        "highest": lambda: f"max(value) FILTER (taken >= {since})",
        "lowest": lambda: f"min(value) FILTER (taken >= {since})",
        # FALSE, or NULL where two values of one instant contradict each other.
        "doubt": lambda: f"nullif(bool_or(value IS NULL) FILTER (taken >= {since}), TRUE)",
        # A yes newer than every no; a no; at one instant both: not known.
        "there": lambda: "CASE WHEN max(yes) IS NULL THEN FALSE WHEN max(no) IS NULL THEN TRUE "
        "ELSE max(yes) > max(no) OR nullif(max(yes) = max(no), TRUE) END",
        "ever": lambda: "CASE WHEN max(yes) IS NOT NULL THEN TRUE END",
        # A yes in the span, or one before it that no `no` ended before it; else a no, if there
        # is a yes at all or the no is older than the span.
        "within": lambda: f"CASE WHEN max(yes) IS NOT NULL THEN max(yes) > {since} OR "
        f"coalesce(max(yes) FILTER (yes <= {since}) > max(no) FILTER (no <= {since}), max(no) FILTER (no <= {since}) IS NULL) "
        f"WHEN min(no) <= {since} THEN FALSE END",
    }[column.what]()


def statements(folder, columns):
    measures = [c for c in columns if c.what in ("latest", "highest", "lowest", "doubt")]
    conditions = [c for c in columns if c.what in ("there", "ever", "within")]
    yield f"""
        CREATE TEMP TABLE patient AS SELECT row_number() OVER () AS n, * FROM read_json('{folder}/patients.ndjson',
            format = 'newline_delimited', columns = {{
                id: 'VARCHAR', birth_date: 'DATE', as_of: 'TIMESTAMP', complete: 'VARCHAR[]',
                observations: 'STRUCT("of" VARCHAR, "value" DOUBLE, "at" TIMESTAMP)[]',
                conditions: 'STRUCT("name" VARCHAR, status VARCHAR, "from" TIMESTAMP)[]'}})"""
    yield """
        CREATE TEMP TABLE sample AS
        SELECT n, o."of" AS name, o."at" AS taken, CASE WHEN min(o."value") = max(o."value") THEN min(o."value") END AS value
        FROM (SELECT n, unnest(observations) AS o FROM patient) GROUP BY ALL"""
    yield """
        CREATE TEMP TABLE record AS
        SELECT n, c."name" AS name, CASE WHEN c.status = 'present' THEN c."from" END AS yes, CASE WHEN c.status = 'absent' THEN c."from" END AS no
        FROM (SELECT n, unnest(conditions) AS c FROM patient)"""
    for table, source, wanted in (("measures", "sample", measures), ("conditions", "record", conditions)):
        # What is asked of any name is worked out once a group, and then put in its place.
        kinds = {}
        for column in wanted:
            kinds.setdefault(aggregate(column), f"c{len(kinds)}")
        each = ", ".join(f"{sql} AS {short}" for sql, short in kinds.items())
        wide = ", ".join(f"any_value({kinds[aggregate(c)]}) FILTER (name = '{c.of}') AS {c.name}" for c in wanted)
        yield f"CREATE TEMP TABLE {table} AS SELECT n, {wide} FROM (SELECT n, name, {each} FROM {source} GROUP BY n, name) GROUP BY n"
    # What a complete list does not name is not there.
    closed = ", ".join(f"CASE WHEN complete THEN coalesce({c.name}, FALSE) ELSE {c.name} END AS {c.name}" for c in conditions)
    yield f"""
        CREATE TEMP TABLE wide AS
        SELECT p.n, p.id, age, measures.* EXCLUDE (n), {closed}
        FROM (SELECT n, id, date_sub('year', birth_date, as_of::DATE) AS age, coalesce(list_contains(complete, 'conditions'), FALSE) AS complete FROM patient) p
        LEFT JOIN measures USING (n) LEFT JOIN conditions USING (n)"""


def truth(node):
    if isinstance(node, Group):
        return "(" + {"all": " AND ", "any": " OR "}[node.word].join(map(truth, node.parts)) + ")"
    compared = f"{node.column.name} {node.op} {node.value}" if node.op else node.column.name
    return f"({compared} OR {node.doubt.name})" if node.doubt else compared


def eligible(trial):
    return " AND ".join([truth(r) for r in trial.inclusion] + [f"NOT {truth(r)}" for r in trial.exclusion])


VERDICT = "CASE WHEN {0} THEN 'eligible' WHEN NOT {0} THEN 'ineligible' ELSE 'undetermined' END"


def main(folder, out=None):
    trials = rules.trials(Path(folder) / "trials")
    db = duckdb.connect()
    db.execute("SET threads = 1; SET preserve_insertion_order = true")
    for statement in statements(folder, rules.columns(trials)):
        db.execute(statement)
    if out:
        # A row for each patient and trial, in the order of the patients.
        listed = ", ".join(f"{{'trial': '{t.id}', 'verdict': {VERDICT.format('(' + eligible(t) + ')')}}}" for t in trials)
        db.execute(f"""COPY (SELECT id AS patient, v.trial, v.verdict FROM (SELECT n, id, unnest([{listed}]) AS v FROM wide ORDER BY n))
                       TO '{out}' (FORMAT csv, HEADER)""")
    else:
        truths = ", ".join(f"{eligible(t)} AS t{i}" for i, t in enumerate(trials))
        counts = ", ".join(f"count(*) FILTER (t{i}), count(*) FILTER (NOT t{i})" for i in range(len(trials)))
        row = db.execute(f"SELECT {counts} FROM (SELECT {truths} FROM wide)").fetchone()
        for i, trial in enumerate(trials):
            print(trial.id, row[2 * i], row[2 * i + 1])


if __name__ == "__main__":
    main(*sys.argv[1:])

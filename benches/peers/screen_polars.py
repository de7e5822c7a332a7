"""The screening as one lazy Polars query: the same steps as in SQL, as expressions.

Polars' null is the third truth: its `&`, `|` and `~` follow Kleene's tables. `screen_polars.py
FOLDER OUT` writes a row for each patient and trial as CSV; without OUT it counts the verdicts.
"""

import os
import sys
from functools import reduce
from operator import and_, or_
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import polars as pl

import rules
from rules import HOLDS, NOW, SINCE, Group

SCHEMA = {
    "id": pl.String,
    "birth_date": pl.String,
    "as_of": pl.String,
    "complete": pl.List(pl.String),
    "observations": pl.List(pl.Struct({"of": pl.String, "value": pl.Float64, "at": pl.String})),
    "conditions": pl.List(pl.Struct({"name": pl.String, "status": pl.String, "from": pl.String})),
}
TIME = "%Y-%m-%dT%H:%M:%SZ"

at, value, yes, no = (pl.col(c) for c in ("at", "value", "yes", "no"))


def aggregate(column):
    """The column over one group: a patient's values of one measure, or records of one condition."""
    since = pl.lit(SINCE[column.within]).cast(pl.Datetime("us")) if column.within else None
    match column.what:
        case "latest":
            oldest = pl.lit(NOW - HOLDS[column.of]).cast(pl.Datetime("us"))
            return pl.when(at.max() >= oldest).then(value.get(at.arg_max()))
        case "highest":
            return value.filter(at >= since).max()
        case "lowest":
            return value.filter(at >= since).min()
        case "doubt":
            # False, or null where two values of one instant contradict each other.
            return pl.when(~value.filter(at >= since).is_null().any()).then(False)
        case "there":
            # A yes newer than every no; a no; at one instant both: not known.
            newest = pl.when(yes.max() != no.max()).then(yes.max() > no.max())
            return pl.when(yes.max().is_null()).then(False).when(no.max().is_null()).then(True).otherwise(newest)
        case "ever":
            return pl.when(yes.max().is_not_null()).then(True)
        case "within":
            # A yes in the span, or one before it that no `no` ended before it; else a no, if there
            # is a yes at all or the no is older than the span.
            before = no.filter(no <= since).max()
            lasted = (yes.filter(yes <= since).max() > before).fill_null(before.is_null())
            return pl.when(yes.max().is_not_null()).then((yes.max() > since) | lasted).when(no.min() <= since).then(False)


def wide(columns, rows):
    """One row a patient and name with what is asked of any name, then one wide row a patient."""
    kinds, places = {}, {}
    for column in columns:
        key = (column.what, column.within, HOLDS[column.of] if column.what == "latest" else None)
        kinds.setdefault(key, (f"c{len(kinds)}", column))
        places[column] = kinds[key][0]
    grouped = rows.group_by("n", "name").agg(aggregate(column).alias(short) for short, column in kinds.values())
    return grouped.group_by("n").agg(pl.col(places[c]).filter(pl.col("name") == c.of).first().alias(c.name) for c in columns)


def patients(folder, columns):
    measures = [c for c in columns if c.what in ("latest", "highest", "lowest", "doubt")]
    conditions = [c for c in columns if c.what in ("there", "ever", "within")]
    read = pl.scan_ndjson(f"{folder}/patients.ndjson", schema=SCHEMA).with_row_index("n")
    agree = value.min() == value.max()
    samples = (
        read.select("n", "observations").explode("observations").unnest("observations").drop_nulls("at")
        .with_columns(pl.col("at").str.to_datetime(TIME, time_unit="us"))
        .group_by("n", pl.col("of").alias("name"), "at").agg(pl.when(agree).then(value.min()).alias("value"))
    )  # fmt: skip
    begun = pl.col("from").str.to_datetime(TIME, time_unit="us")
    records = (
        read.select("n", "conditions").explode("conditions").unnest("conditions")
        .select("n", "name", pl.when(pl.col("status") == "present").then(begun).alias("yes"), pl.when(pl.col("status") == "absent").then(begun).alias("no"))
    )  # fmt: skip
    born, today = pl.col("birth_date").str.to_date("%Y-%m-%d"), pl.col("as_of").str.to_datetime(TIME).dt.date()
    had = (today.dt.month() * 32 + today.dt.day()) < (born.dt.month() * 32 + born.dt.day())
    base = read.select("n", "id", (today.dt.year() - born.dt.year() - had.cast(pl.Int32)).alias("age"), pl.col("complete").list.contains("conditions").fill_null(False))
    # What a complete list does not name is not there.
    closed = [pl.when(pl.col("complete") & pl.col(c.name).is_null()).then(False).otherwise(pl.col(c.name)).alias(c.name) for c in conditions]
    return base.join(wide(measures, samples), on="n", how="left").join(wide(conditions, records), on="n", how="left").with_columns(closed)


def truth(node):
    if isinstance(node, Group):
        return reduce({"all": and_, "any": or_}[node.word], map(truth, node.parts))
    column = pl.col(node.column.name)
    compare = {">": column.gt, ">=": column.ge, "<": column.lt, "<=": column.le}
    compared = compare[node.op](node.value) if node.op else column
    return compared | pl.col(node.doubt.name) if node.doubt else compared


def eligible(trial):
    return reduce(and_, [truth(r) for r in trial.inclusion] + [~truth(r) for r in trial.exclusion])


def main(folder, out=None):
    trials = rules.trials(Path(folder) / "trials")
    answered = patients(folder, rules.columns(trials)).select("n", "id", *(eligible(t).alias(t.id) for t in trials))
    if out:
        # A row for each patient and trial, in the order of the patients.
        verdict = pl.col("t").replace_strict({True: "eligible", False: "ineligible", None: "undetermined"}, return_dtype=pl.String)
        rows = answered.sort("n").collect().unpivot(index=["n", "id"], variable_name="trial", value_name="t").lazy()
        rows.sort("n", maintain_order=True).select(pl.col("id").alias("patient"), "trial", verdict.alias("verdict")).collect().write_csv(out)
    else:
        counted = answered.select(*(f(pl.col(t.id)).alias(f"{t.id}{k}") for t in trials for k, f in (("y", pl.Expr.sum), ("n", lambda c: (~c).sum()))))
        row = counted.collect().row(0)
        for i, trial in enumerate(trials):
            print(trial.id, row[2 * i], row[2 * i + 1])


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Screens the same made patients for the same hundred trials with trialsieve, DuckDB and Polars.

`run.py [PATIENTS]`: builds trialsieve, writes the files, lets each screen them, checks that every
verdict is the same, and prints what each took: processor time of the whole process (user and
system, one thread, the least of several runs) and its greatest memory.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RUNS = 5


def built(*words):
    """Builds something with cargo; the programs that came of it, by name."""
    told = subprocess.run(["cargo", *words, "--message-format=json-render-diagnostics"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    messages = map(json.loads, told.splitlines())
    return {m["target"]["name"]: m["executable"] for m in messages if m.get("executable")}


def measured(command):
    """Seconds of the processor, the greatest memory in MB, and what it wrote."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": "1"})
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{command} ended with {child.returncode}")
        out.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read()


def best(commands):
    """The runs take turns, so that what else the machine does meets all of them."""
    runs = [{name: measured(command) for name, command in commands.items()} for _ in range(RUNS)]
    return {name: (min(r[name][0] for r in runs), max(r[name][1] for r in runs), runs[0][name][2]) for name in commands}


def rows(path):
    with open(path, newline="") as file:
        for row in csv.reader(file):
            yield row[:3]


def same(paths):
    """How many rows have each verdict; all files must agree on each row."""
    seen = {}
    for place, found in enumerate(zip_longest(*map(rows, paths)), 1):
        if any(row != found[0] for row in found):
            sys.exit(f"row {place} differs: {found}")
        seen[found[0][2]] = seen.get(found[0][2], 0) + 1
    seen.pop("verdict")
    return seen


def main(patients="20000"):
    programs = built("build", "--release", "--bin", "trialsieve") | built("bench", "--bench", "engine", "--no-run")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([programs["engine"], "export", folder, patients], check=True)
        peer = lambda name, *more: [sys.executable, str(HERE / f"screen_{name}.py"), folder, *more]
        out = {name: f"{folder}/{name}.csv" for name in ("trialsieve", "duckdb", "polars")}
        cohort = [programs["trialsieve"], "cohort", f"{folder}/patients.ndjson", "--trials", f"{folder}/trials", "--threads", "1"]
        tasks = {
            "every verdict made and counted for each trial": {
                "trialsieve": [programs["engine"], "verdicts", folder],
                **{name: peer(name) for name in ("duckdb", "polars")},
            },
            "a row written for each patient and trial (CSV)": {
                "trialsieve": [*cohort, "--format", "csv", "--output", out["trialsieve"]],
                **{name: peer(name, out[name]) for name in ("duckdb", "polars")},
            },
        }
        for what, commands in tasks.items():
            print(f"{what}; {patients} patients, 100 trials, one thread")
            taken = best(commands)
            for name, (time, memory, _) in taken.items():
                print(f"  {name:<10} {time * 1e6 / int(patients):7.1f} µs a patient {time / taken['trialsieve'][0]:6.1f} × {memory:7.0f} MB")
            if len({told for _, _, told in taken.values()}) > 1:
                sys.exit("the counts differ")
        print("the same verdict in every row:", ", ".join(f"{n} {verdict}" for verdict, n in same(out.values()).items()))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Screens the same made patients for the same hundred trials with trialsieve, DuckDB and Polars.

`run.py [PATIENTS]`: builds trialsieve, writes the files, lets each write a row for each patient and
trial, checks that every verdict is the same, and prints what each took: processor time of the whole
process (user and system, one thread, the least of several runs) and its greatest memory.
"""

import csv
import os
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RUNS = 3


def cargo(*words):
    subprocess.run(["cargo", *words], cwd=ROOT, check=True)


def measured(command):
    """Seconds of the processor, and the greatest memory in MB."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": "1"})
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def best(command):
    runs = [measured(command) for _ in range(RUNS)]
    return min(time for time, _ in runs), max(memory for _, memory in runs)


def rows(path):
    with open(path, newline="") as file:
        for row in csv.reader(file):
            yield row[:3]


def same(paths):
    """How many rows and how many of each verdict; all files must agree on each."""
    seen = {}
    for place, found in enumerate(zip_longest(*map(rows, paths)), 1):
        if any(row != found[0] for row in found):
            sys.exit(f"row {place} differs: {found}")
        seen[found[0][2]] = seen.get(found[0][2], 0) + 1
    seen.pop("verdict")
    return seen


def main(patients="20000"):
    with tempfile.TemporaryDirectory() as folder:
        cargo("build", "--release")
        cargo("bench", "--quiet", "--bench", "engine", "--", "export", folder, patients)
        files = [f"{folder}/patients.ndjson", "--trials", f"{folder}/trials", "--threads", "1"]
        trialsieve = [str(ROOT / "target/release/trialsieve"), "cohort", *files]
        peer = lambda name: [sys.executable, str(HERE / f"screen_{name}.py"), folder]
        out = {name: f"{folder}/{name}.csv" for name in ("trialsieve", "duckdb", "polars")}
        write = {
            "trialsieve": [*trialsieve, "--format", "csv", "--output", out["trialsieve"]],
            **{name: [*peer(name), out[name]] for name in ("duckdb", "polars")},
        }
        count = {"trialsieve": [*trialsieve, "--summary=json"], **{name: peer(name) for name in ("duckdb", "polars")}}
        for what, commands in (("a row for each patient and trial, as CSV", write), ("how many are eligible and ineligible for each trial", count)):
            print(f"{what}: {patients} patients, 100 trials, one thread")
            taken = {name: best(command) for name, command in commands.items()}
            for name, (time, memory) in taken.items():
                ratio = time / taken["trialsieve"][0]
                print(f"  {name:<10} {time * 1e6 / int(patients):7.1f} µs a patient  {ratio:5.1f} ×  {memory:6.0f} MB")
        print("the same verdict in every row:", ", ".join(f"{n} {verdict}" for verdict, n in same(out.values()).items()))


if __name__ == "__main__":
    main(*sys.argv[1:])

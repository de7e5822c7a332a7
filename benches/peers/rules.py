"""The made trials as trees that every peer translates: what columns they ask for, and how they combine.

Kinds of rule: `all`, `any`; the newest value of a measure; `take: any` of a measure `within` a
look-back; age; a condition at the moment, `ever` or `within` a look-back. Anything else is refused:
nothing is passed over in silence.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import yaml

NOW = datetime(2026, 11, 20, 10)

# How long a value holds, as `trialsieve vocabulary NAME` tells.
HOLDS = {
    **dict.fromkeys(["mean arterial pressure", "heart rate", "temperature", "SpO2", "respiratory rate"], timedelta(hours=2)),
    **dict.fromkeys(["lactate", "creatinine", "hemoglobin", "platelets", "potassium", "sodium", "bilirubin", "ALT"], timedelta(hours=24)),
    **dict.fromkeys(["LVEF", "weight"], timedelta(days=30)),
}

SINCE = {
    "24 h": NOW - timedelta(hours=24),
    "48 h": NOW - timedelta(hours=48),
    "7 days": NOW - timedelta(days=7),
    "30 days": NOW - timedelta(days=30),
    "6 months": datetime(2026, 5, 20, 10),
    "1 year": datetime(2025, 11, 20, 10),
}


@dataclass(frozen=True)
class Column:
    """A value of a patient: `latest`, `lowest`, `highest` of a measure, or `there`, `ever`, `within` of a condition."""

    what: str
    of: str
    within: str = ""

    @property
    def name(self):
        return re.sub(r"\W+", "_", "_".join(p for p in (self.what, self.of, self.within) if p)).lower()


@dataclass(frozen=True)
class Leaf:
    """A column compared, or a column that is a truth itself. `doubt`: two values at one instant disagree somewhere in the span."""

    column: Column
    op: str = ""
    value: float = 0.0
    doubt: Column | None = None


@dataclass(frozen=True)
class Group:
    word: str
    parts: tuple


@dataclass(frozen=True)
class Trial:
    id: str
    inclusion: tuple
    exclusion: tuple


def rule(node):
    (word, fields), = node.items()
    if word in ("all", "any"):
        return Group(word, tuple(rule(part) for part in fields))
    fields = dict(fields)
    of = fields.pop("of")
    within = fields.pop("within", "")
    if word == "measure":
        op, value = re.fullmatch(r"(<=|>=|<|>) (\d+) \S+", fields.pop("is")).groups()
        take = fields.pop("take", "latest")
        if of == "age":
            column, doubt = Column("", of), None
        elif take == "any" and within:
            column = Column("highest" if ">" in op else "lowest", of, within)
            doubt = Column("doubt", of, within)
        elif take == "latest" and not within:
            column, doubt = Column("latest", of), None
        else:
            raise ValueError(f"take: {take} is not translated")
        found = Leaf(column, op, float(value), doubt)
    elif word == "finding":
        ever = fields.pop("ever", False)
        found = Leaf(Column("ever" if ever else "within" if within else "there", of, within))
    else:
        raise ValueError(f"{word} is not translated")
    if fields:
        raise ValueError(f"not translated: {fields}")
    return found


def trials(folder):
    """Every trial of a folder, in the order of the file names, as `cohort` takes them."""
    found = []
    for path in sorted(Path(folder).glob("*.yaml")):
        text = yaml.load(path.read_text(), yaml.CSafeLoader)
        side = lambda name: tuple(rule(criterion["rule"]) for criterion in text[name])
        found.append(Trial(text["trial"], side("inclusion"), side("exclusion")))
    return found


def leaves(trials):
    todo = [part for trial in trials for part in trial.inclusion + trial.exclusion]
    while todo:
        node = todo.pop()
        if isinstance(node, Group):
            todo.extend(node.parts)
        else:
            yield node


def columns(trials):
    """The distinct columns that the trials ask for."""
    found = {}
    for leaf in leaves(trials):
        for column in (leaf.column, leaf.doubt):
            if column:
                found[column] = None
    return sorted(found, key=lambda c: c.name)

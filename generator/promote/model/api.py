"""Something that not every version of a library has: one row of `knowledge/apis`.

Api     = what distribution below since instead silent place positions rewrite
place   = names | names keywords values | methods | methods keywords values | shape
Rewrite = kind to
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What no name alone can tell."""

    APPENDED_FRAME = "appended-frame"
    """The value of `.append(…)` is used: a list's has none, so this is a table."""
    CHAINED_INPLACE = "chained-inplace"
    """`df["x"].fillna(0, inplace=True)`: a column is taken out of its table and changed there."""
    CHAINED_ASSIGNMENT = "chained-assignment"
    """`df["x"][rows] = 0`: the same by assignment."""
    OBJECT_DTYPE = "object-dtype"
    """A dtype is compared with `object`, which texts no longer have."""
    TEXTS_TO_NUMBERS = "texts-to-numbers"
    """`df["x"].replace({"yes": 1, "no": 0})`: the column has numbers then, and their type in older versions only."""
    SECOND_POSITION = "second-position"
    """A second argument without its name: `df.drop("x", 1)`."""
    POSITIONS = "positions"
    """More arguments without a name than `positions`; `keywords` are the names of the others, in order."""
    OFFSET_ALIAS = "offset-alias"
    """A frequency by its old letter, as the first argument or as `freq`: `resample("M")`."""


class RewriteKind(StrEnum):
    """A mechanical change of the source that keeps its meaning."""

    NAME = "name"
    """Another qualified name, with its import."""
    METHOD = "method"
    """Another method name."""
    KEYWORD = "keyword"
    """Another name of the first keyword; its value stays."""
    VALUE = "value"
    """Another value of the first keyword."""
    DROP = "drop"
    """The first keyword goes."""
    BUILTIN = "builtin"
    """The qualified name was an alias of this name that needs no import."""
    ATTRIBUTE = "attribute"
    """Another attribute of the same module."""
    AXIS = "axis"
    """The second argument gets its name: `axis=`."""
    FILL = "fill"
    """`fillna(method="ffill")` is `ffill()`."""
    ROOT = "root"
    """`squared=False` is the square root of the call without it."""
    CHAINED = "chained"
    """`df["x"].fillna(0, inplace=True)` is `df["x"] = df["x"].fillna(0)`."""
    NAMES = "names"
    """Every argument behind the first `positions` gets its name, which is one of `keywords`."""
    STRINGS = "strings"
    """`object` in `select_dtypes`, or a comparison with it, says text too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """How to write it today."""

    kind: RewriteKind
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One thing that not every version has. `what` and `instead` are Python, or words that quote it by themselves."""

    what: str
    distribution: str
    below: str = ""
    """The first version without it; empty if every later one has it."""
    since: str = ""
    """The first version with it; empty if every earlier one had it."""
    instead: str = ""
    silent: bool = False
    """It still runs, and does something else."""
    names: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    shape: Shape | None = None
    positions: int = 0
    """How many arguments need no name."""
    needs: str = ""
    """A module that the notebook must import for a method or keyword of that name to be this one."""
    binding: bool = True
    """It keeps the project from newer versions; otherwise it is only out of date, and what depends on it is seen to."""
    rewrite: Rewrite | None = None

"""What an era has of a distribution."""

from promote.knowledge.distributions import RANGES
from promote.knowledge.eras import ERAS, OLDEST


def span(era: int, distribution: str) -> tuple[str, str]:
    """Return the versions of a distribution that an era has, as `(first, below)`; each may be empty.

    >>> span(4, "pandas"), span(1, "pandas"), span(0, "scikit-learn")
    (('1.5.1', '2'), ('2.3', '3'), ('1.8', '2'))
    """
    below = ERAS[era].below.get(distribution, "")
    older = (each.below.get(distribution, "") for each in ERAS[era + 1 :])
    first = next((each for each in older if each != below), OLDEST.get(distribution, ""))
    return first, below or _newest_below(distribution)


def _newest_below(distribution: str) -> str:
    return next((part[1:] for part in RANGES.get(distribution, "").split(",") if part.startswith("<")), "")

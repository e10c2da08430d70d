"""Which columns of the raw record reach the model: a backward liveness analysis over columns.

A step that only writes a column nobody reads any more (the target, as a rule) is no part of serving.
"""

from promote.planners.columns.literals import constants
from promote.planners.columns.live import Live
from promote.planners.columns.prune import prune

__all__ = ["Live", "constants", "prune"]

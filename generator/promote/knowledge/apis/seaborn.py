"""What seaborn changed."""

from promote.knowledge.apis.rows import attribute_renamed, name_gone
from promote.model.api import Api

SEABORN: tuple[Api, ...] = (
    attribute_renamed("seaborn.factorplot", "0.12", "catplot"),
    name_gone("seaborn.tsplot", "0.11", "seaborn.lineplot"),
)

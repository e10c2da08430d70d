"""What NLTK changed."""

from promote.knowledge.nltk_data import OLDER, TABS_SINCE
from promote.model.api import Api, Rewrite, RewriteKind

NLTK: tuple[Api, ...] = tuple(
    Api(
        what=f'nltk.download("{old}")',
        distribution="nltk",
        below=TABS_SINCE,
        instead=f'"{new}"',
        names=("nltk.download",),
        keywords=("0",),
        values=(f"'{old}'",),
        binding=False,
        rewrite=Rewrite(kind=RewriteKind.VALUE, to=f"'{new}'"),
    )
    for new, old in OLDER.items()
)

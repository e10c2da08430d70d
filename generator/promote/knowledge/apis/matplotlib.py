"""What Matplotlib changed."""

from promote.knowledge.apis.rows import keyword_gone, name_gone
from promote.model.api import Api

MATPLOTLIB: tuple[Api, ...] = (
    name_gone("matplotlib.cm.get_cmap", "3.11", "matplotlib.colormaps"),
    name_gone("matplotlib.pyplot.plot_date", "3.11", "matplotlib.pyplot.plot"),
    keyword_gone(
        ("matplotlib.pyplot.style.use", "matplotlib.style.use"),
        "0",
        "3.8",
        values=("'seaborn'", "'seaborn-whitegrid'", "'seaborn-darkgrid'"),
        instead='"seaborn-v0_8"',
    ),
)

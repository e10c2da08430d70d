"""What SciPy changed."""

from promote.knowledge.apis.rows import name_gone, name_moved
from promote.model.api import Api

SCIPY: tuple[Api, ...] = (
    *(
        name_gone(f"scipy.{name}", below, instead)
        for name, below, instead in (
            ("misc.imread", "1.2", "imageio.imread"),
            ("misc.comb", "1.0", "scipy.special.comb"),
            ("misc.logsumexp", "1.0", "scipy.special.logsumexp"),
            ("stats.itemfreq", "1.3", "numpy.unique(…, return_counts=True)"),
            ("stats.chisqprob", "1.0", "scipy.stats.distributions.chi2.sf"),
            ("stats.median_absolute_deviation", "1.7", "scipy.stats.median_abs_deviation"),
            ("linalg.pinv2", "1.9", "scipy.linalg.pinv"),
            ("interp", "1.11", "numpy.interp"),
            ("randn", "1.11", "numpy.random.randn"),
            ("array", "1.11", "numpy.array"),
            ("stats.binom_test", "1.12", "scipy.stats.binomtest"),
            ("signal.gaussian", "1.13", "scipy.signal.windows.gaussian"),
            ("signal.hann", "1.13", "scipy.signal.windows.hann"),
            ("interpolate.interp2d", "1.14", "scipy.interpolate.RegularGridInterpolator"),
            ("special.sph_harm", "1.17", "scipy.special.sph_harm_y"),
        )
    ),
    *(
        name_moved(f"scipy.integrate.{old}", "1.14", f"scipy.integrate.{new}")
        for old, new in (("simps", "simpson"), ("trapz", "trapezoid"), ("cumtrapz", "cumulative_trapezoid"))
    ),
)

"""Eras: versions of libraries that belong together, because they were released and tested with each other.

An era is a set of upper bounds, newest first; what has no newer version yet has no bound. Each was resolved and tried; the last
is the oldest that Python 3.11 can have.
"""

from collections.abc import Mapping

from promote.model.environment import Era

ERAS: tuple[Era, ...] = (
    Era(name="newest"),
    Era(
        name="before pandas 3",
        below={
            "pandas": "3",
            "scikit-learn": "1.8",
            "numpy": "2.4",
            "scipy": "1.17",
            "statsmodels": "0.15",
            "matplotlib": "3.11",
            "xgboost": "3.1",
            "lightgbm": "4.7",
        },
    ),
    Era(
        name="before NumPy 2",
        below={
            "pandas": "2.3",
            "scikit-learn": "1.6",
            "numpy": "2",
            "scipy": "1.14",
            "statsmodels": "0.15",
            "matplotlib": "3.10",
            "xgboost": "2.2",
            "lightgbm": "4.6",
            "imbalanced-learn": "0.13",
            "category-encoders": "2.7",
        },
        python_below="3.13",
    ),
    Era(
        name="before scikit-learn 1.3",
        below={
            "pandas": "2.1",
            "scikit-learn": "1.3",
            "numpy": "1.26",
            "scipy": "1.11",
            "statsmodels": "0.14.1",
            "matplotlib": "3.8",
            "seaborn": "0.13",
            "xgboost": "2",
            "lightgbm": "4",
            "imbalanced-learn": "0.11",
            "category-encoders": "2.7",
            "plotly": "6",
        },
        python_below="3.12",
    ),
    Era(
        name="before pandas 2",
        below={
            "pandas": "2",
            "scikit-learn": "1.2",
            "numpy": "1.24",
            "scipy": "1.11",
            "statsmodels": "0.14",
            "matplotlib": "3.7",
            "seaborn": "0.13",
            "xgboost": "2",
            "lightgbm": "4",
            "imbalanced-learn": "0.11",
            "category-encoders": "2.7",
            "plotly": "6",
        },
        python_below="3.12",
    ),
)

OLDEST: Mapping[str, str] = {
    "pandas": "1.5.1",
    "scikit-learn": "1.1.3",
    "numpy": "1.23.3",
    "scipy": "1.9.2",
    "statsmodels": "0.13.3",
    "matplotlib": "3.6.1",
    "seaborn": "0.11",
    "xgboost": "1.6",
    "lightgbm": "3.3",
    "imbalanced-learn": "0.9",
    "category-encoders": "2.5",
    "plotly": "5",
}
"""The oldest version of each that installs on Python 3.11, or works with those that do."""

COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "pandas": ("numpy",),
    "scikit-learn": ("numpy", "scipy"),
    "statsmodels": ("numpy", "scipy"),
}
"""What a distribution of an older era brings along, and would take too new: their own bounds came later."""

ERRORS: tuple[tuple[str, str, str], ...] = (
    (r"Feature names are only supported if all input features have string names", "scikit-learn", "1.2"),
    (r"Cannot perform reduction '\w+' with string dtype", "pandas", "2"),
    (r"dtype 'str' does not support operation", "pandas", "2"),
    (r"agg function failed \[how->", "pandas", "2"),
)
"""What an error says of the versions that do not have it, as `(pattern, distribution, first version with the error)`."""

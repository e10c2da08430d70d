"""The search for versions: what ends it, and what it goes back for."""

import json
from pathlib import Path

import pytest

from promote.model.environment import Environment
from promote.verify.run import Failure
from promote.verify.versions import _has_the_error, may_be_mended
from tests.verify.test_climb import verify


def failed(name: str, message: str = "") -> Failure:
    """A cell that the prediction depends on failed."""
    return Failure(cell=3, needed=True, name=name, message=message)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("FileNotFoundError", "[Errno 2] No such file or directory: 'x.csv'"),
        ("URLError", "<urlopen error [Errno -3] Temporary failure in name resolution>"),
        ("NameError", "name 'df' is not defined"),
        ("KeyError", "'residual_sugar'"),
        ("KeyError", "\"['age'] not found in axis\""),
        ("ModuleNotFoundError", "No module named 'keras'"),
        ("StdinNotImplementedError", "raw_input was called"),
        ("", "it took too long"),
    ],
)
def test_no_version_mends_these(name: str, message: str) -> None:
    """So the search ends at once."""
    assert not may_be_mended(failed(name, message), [])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("TypeError", "got an unexpected keyword argument 'sparse'"),
        ("AttributeError", "'DataFrame' object has no attribute 'append'"),
        ("ValueError", "could not convert string to float: 'male'"),
        ("InvalidParameterError", "The 'max_features' parameter"),
        ("ImportError", "cannot import name 'load_boston'"),
        ("ModuleNotFoundError", "No module named 'sklearn.cross_validation'"),
        ("KeyError", "0"),
    ],
)
def test_an_older_version_may_mend_these(name: str, message: str) -> None:
    """So it goes on."""
    assert may_be_mended(failed(name, message), [])


def test_a_name_may_be_missing_because_an_import_failed() -> None:
    """Then it is not the name that is wrong."""
    earlier = Failure(cell=1, needed=False, name="ImportError", message="cannot import name 'x'")

    assert may_be_mended(failed("NameError", "name 'x' is not defined"), [earlier])


def test_an_error_that_is_known_skips_what_has_it() -> None:
    """No time is spent on versions that fail in the same way."""
    words = "cell 4: TypeError: Feature names are only supported if all input features have string names, but"
    middle, old = (
        Environment(name=name, requirements=(requirement,))
        for name, requirement in (("middle", "scikit-learn>=1.3,<1.6"), ("old", "scikit-learn>=1.1.3,<1.2"))
    )

    assert _has_the_error(middle, words)
    assert not _has_the_error(old, words)
    assert not _has_the_error(middle, "cell 4: KeyError: 0")


CELLS = (
    "import pandas as pd\nfrom no_such_package import nothing\nfrom sklearn.metrics import accuracy_score, no_such_score\n"
    "from sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import train_test_split",
    "df = pd.read_csv('shop.csv')\nno_such_function(df)\nprint(df.shape)",
    "answer = input('go on? ')",
    "import sys\nsys.exit()",
    "exit()",
    "while True:\n    pass",
    "commonest = df['plan'].value_counts()[0]\ndf['often'] = df['visits'] > commonest",
    "df.plot(kind='no such kind')\nX = df[['visits', 'often']]\ny = df['churn']",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n"
    "model = LogisticRegression().fit(X_train, y_train)",
    "pred = model.predict(X_test)\nprint(accuracy_score(y_test, pred))",
)
"""A count is asked for by its position, as pandas 2 allowed. Much else goes wrong, and nothing depends on it."""


@pytest.mark.slow
@pytest.mark.xdist_group("climb")
def test_a_notebook_of_another_time_reaches_the_top(tmp_path: Path) -> None:
    """In the newest versions in which it runs, which are then the project's own. What fails beside stops nothing."""
    rows = [f"{n * 7 % 160},{'basic' if n % 3 else 'gold'},{int(n * 7 % 160 > 100)}" for n in range(150)]
    (tmp_path / "shop.csv").write_text("visits,plan,churn\n" + "\n".join(rows) + "\n")
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for n, source in enumerate(CELLS)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "shop.ipynb").write_text(json.dumps(notebook))
    promoted(tmp_path / "shop.ipynb", tmp_path / "shop")
    done = verify(tmp_path / "shop", "--format", "json", "--timeout", "300")
    report = json.loads(done.stdout)

    assert report["rung"] == 5, done.stdout + done.stderr
    assert report["versions"]["environment"] == "before pandas 3"
    assert [each["problem"] for each in report["versions"]["newer"]] == ["cell 7: KeyError: 0"]
    assert [each["cell"] for each in report["beside"]] == [1, 2, 3, 4, 6, 8]
    text = (tmp_path / "shop" / "pyproject.toml").read_text()
    assert '"pandas>=2.3,<3",' in text
    assert "- pandas>=2.3,<3\n" in (tmp_path / "shop" / ".copier-answers.yml").read_text()
    assert (tmp_path / "shop" / "uv.lock").exists()


def promoted(notebook: Path, project: Path) -> None:
    """Promote a notebook as the command line does."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "promote", str(notebook), str(project), "--defaults", "--quiet"]
    subprocess.run(command, check=True, timeout=120)

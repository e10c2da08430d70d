"""A study in several files, as people lay them out, from the first file to the same answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

NOTEBOOK = """\
# %%
# %run setup.py
import os, sys
sys.path.append(os.path.abspath(".."))
from sklearn.tree import DecisionTreeClassifier
from src.study import tables
from src.study.features import *

# %%
people = tables.load("people.csv")
people = with_rate(people)
X_train, X_test, y_train, y_test = parts(people[COLUMNS], people["left"])

# %%
model = DecisionTreeClassifier(max_depth=tables.DEPTH, random_state=SEED).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
SETUP = """\
from sklearn.model_selection import train_test_split

SEED = 3


def parts(X, y):
    return train_test_split(X, y, random_state=SEED)
"""
TABLES = '''\
"""Tables of the study."""

from pathlib import Path

import pandas as pd

from .limits import OLDEST

ROOT = Path(__file__).resolve().parents[2]
DEPTH = 3


def load(name):
    people = pd.read_csv(ROOT / "data" / name)
    people["age"] = people["age"].clip(upper=OLDEST)
    return people
'''
FEATURES = """\
COLUMNS = ["age", "rate"]


def with_rate(people):
    people = people.copy()
    people["rate"] = people["income"].fillna(0) / people["age"]
    return people
"""
FILES = {
    "notebooks/leavers.py": NOTEBOOK,
    "notebooks/setup.py": SETUP,
    "src/study/__init__.py": "",
    "src/study/tables.py": TABLES,
    "src/study/features.py": FEATURES,
    "src/study/limits.py": "OLDEST = 60\n",
    "data/people.csv": "age,income,left\n"
    + "".join(f"{18 + n * 37 % 60},{(n * 7919 % 90) * 1000 if n % 9 else ''},{n * n % 7 < 3:d}\n" for n in range(240)),
}


def promote(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run promote to its end."""
    command = [sys.executable, "-m", "promote", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


@pytest.mark.xdist_group("climb")
def test_a_study_in_several_files_reaches_the_top(tmp_path: Path) -> None:
    """The notebook runs with its modules as they are: where these do something else, the service is found out."""
    for name, text in FILES.items():
        (tmp_path / "prototype" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "prototype" / name).write_text(text)
    project = tmp_path / "leavers"
    made = promote(str(tmp_path / "prototype/notebooks/leavers.py"), str(project))
    assert made.returncode == 0, made.stderr

    done = promote("verify", str(project), "--format", "json")
    rungs = json.loads(done.stdout)["rungs"]
    assert [each["status"] for each in rungs] == ["passed"] * 6, done.stdout
    assert rungs[5]["evidence"].startswith("60 of 60 rows equal")

    module = project / "notebooks/src/study/features.py"
    module.write_text(module.read_text().replace("fillna(0)", "fillna(90000)"))
    done = promote("verify", str(project), "--format", "json")
    rungs = json.loads(done.stdout)["rungs"]
    assert [each["status"] for each in rungs] == ["passed"] * 5 + ["failed"], done.stdout

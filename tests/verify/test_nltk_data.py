"""A project whose code reads data packages of NLTK has them wherever it is tried."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from promote.environment.processes import Finished
from promote.environment.uv import Environment
from promote.verify.project import load
from promote.verify.report import Cause
from promote.verify.rungs import trained
from promote.verify.workshop import RungNotReached, Workshop
from tests.verify import nltk_index, tiny

NOTEBOOK = """\
# %%
import nltk
nltk.download("stopwords")
# %%
import pandas as pd
from nltk.corpus import stopwords
from nltk.stem import PorterStemmer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
# %%
df = pd.read_csv("reviews.csv")
stemmer = PorterStemmer()
unwanted = set(stopwords.words("english"))


def clean(text):
    return " ".join(stemmer.stem(word) for word in text.lower().split() if word not in unwanted)


df["review"] = df["review"].apply(clean)
# %%
vectorizer = CountVectorizer()
X = vectorizer.fit_transform(df["review"]).toarray()
X_train, X_test, y_train, y_test = train_test_split(X, df["liked"], random_state=0)
model = MultinomialNB()
model.fit(X_train, y_train)
y_pred = model.predict(X_test)
print(accuracy_score(y_test, y_pred))
"""


class Silent(Environment):
    """An environment that is made at once, and whose processes end as they are told to."""

    ends_with = 0

    def sync(self, *_: str, **__: bool) -> Finished:
        """Do as if everything were installed."""
        return _finished("uv", "sync")

    def run(self, *command: str, **_: Path | None) -> Finished:
        """End as every process here does."""
        said = "the NLTK package `stopwords` cannot be fetched"
        return Finished(command=command, returncode=self.ends_with, stdout="", stderr=said, seconds=0, timed_out=False)


def _finished(*command: str) -> Finished:
    return Finished(command=command, returncode=0, stdout="", stderr="", seconds=0, timed_out=False)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A project that has data packages to fetch, and cannot."""
    folder = tiny.write(tmp_path)
    (folder / "uv.lock").touch()
    (folder / "src" / "tiny" / "corpora.py").touch()
    monkeypatch.setattr("promote.verify.workshop.Environment", Silent)
    monkeypatch.setattr(Silent, "ends_with", 1)
    return Workshop(project=load(folder), scratch=folder, timeout=10)


def test_what_cannot_be_fetched_is_data_that_is_missing(bench: Workshop) -> None:
    """The rung that trains says so, and none blames the project."""
    bench.environment()
    with pytest.raises(RungNotReached, match="`stopwords` cannot be fetched") as reason:
        trained.check(bench)
    assert reason.value.cause is Cause.DATA


def test_what_is_fetched_is_fetched_once(bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the environment is ready."""
    monkeypatch.setattr(Silent, "ends_with", 0)

    assert bench.environment() is bench.environment()


@pytest.mark.slow
@pytest.mark.xdist_group("climb")
def test_a_notebook_about_texts_reaches_the_top(tmp_path: Path) -> None:
    """Its service knows the same words, though nothing is fetched where it runs."""
    (tmp_path / "texts.py").write_text(NOTEBOOK)
    reviews = [
        f"{subject} {verb} {word} {with_what},{int(word in {'splendid', 'loved'})}"
        for subject in ("The film", "A story of the city", "It", "An actor")
        for verb in ("was", "seemed")
        for word in ("splendid", "boring", "loved", "hated")
        for with_what in ("with endings", "of the year")
    ]
    (tmp_path / "reviews.csv").write_text("\n".join(["review,liked", *reviews, ""]))
    variables = {**os.environ, **nltk_index.write(tmp_path / "index")}
    project = tmp_path / "texts"

    def promote(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "promote", *words]
        return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=600)

    promote(str(tmp_path / "texts.py"), str(project), "--defaults")
    done = promote("verify", str(project), "--format", "json")
    report = json.loads(done.stdout)

    assert [each["status"] for each in report["rungs"]] == ["passed"] * 6, done.stderr
    assert '"stopwords"' in (project / "src" / "texts" / "corpora.py").read_text()

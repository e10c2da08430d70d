"""Names of the notebooks that promote is measured with, kept as salted hashes: no code may know them, and no file may tell them.

    python -m tests.corpus.names LIST     writes the hashes anew: `owner/repository path commit folder` in each line

A name is a repository's, its owner's, or a notebook's without its suffix. Written in any way (`HousePrices`, `house-prices`,
`house prices`) it is the same name: its words in a row, without numbers. A word that anybody may use is left out.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

HASHES = Path(__file__).with_name("names.json")
SALT = "promote-corpus"
SHORTEST = 6
"""Letters of the shortest name that is looked for: shorter ones are anybody's."""
LONGEST = 8
"""Words of the longest name that is looked for; a longer one is known by its beginning."""
ORDINARY = frozenset(
    {
        *("baseline", "deploy", "detection", "knowledge", "notebook", "predict", "preprocess", "quickstart", "readme"),
        *("summary", "terminator", "untitled", "visualizeresults"),
        # What notebooks are about, and what they are written with.
        *("churnprediction", "customerchurn", "insurance", "sentiment", "sentimentanalysis", "statisticalanalysis"),
        *("classificationtask", "decisiontrees", "featurebinning", "linearregression", "machinelearning"),
        *("regressionanalysis", "targetencoding", "timeseries", "timeseriesanalysis", "timeseriesmodel"),
        *("autogen", "catboost", "crewai", "facebook", "lightgbm", "microsoft", "prophet", "pytorch", "statsmodels"),
    }
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def digest(name: str) -> str:
    """Hash the letters of a name."""
    return hashlib.sha256(f"{SALT} {name}".encode()).hexdigest()[:20]


def words(text: str) -> list[str]:
    """Split a text where its words begin, also inside of identifiers."""
    return [word.lower() for word in _WORD.findall(text)]


def spelled(names: Iterable[str]) -> Iterator[str]:
    """Spell names as they are looked for."""
    for name in names:
        letters = "".join(words(name)[:LONGEST])
        if len(letters) >= SHORTEST and letters not in ORDINARY:
            yield letters


def runs(text: str) -> Iterator[str]:
    """Every run of words in a line that may be a name."""
    for line in text.splitlines():
        found = words(line)
        for start in range(len(found)):
            letters = ""
            for word in found[start : start + LONGEST]:
                letters += word
                if len(letters) >= SHORTEST:
                    yield letters


def names_of(line: str) -> list[str]:
    """The names that one line of a list holds."""
    first, *rest = line.split()
    owner, _, repository = first.partition("/")
    notebook = PurePosixPath(" ".join(rest).partition(".ipynb")[0]).name
    slug = rest[-1] if rest else ""
    return [owner, repository, notebook, slug]


def main(file: Path) -> None:
    """Write the hashes of a list's names."""
    lines = [line for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")]
    hashes = sorted({digest(each) for line in lines for each in spelled(names_of(line))})
    HASHES.write_text(json.dumps(hashes, indent=0) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

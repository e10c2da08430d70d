"""Files that are no notebook, not quite one, or one that was written in an odd way."""

import json
import resource
import sys
import time

import pytest

from tests.hostile.promoting import Promoter, notebook, predicting


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "is empty", id="a byte order mark alone"),
        pytest.param(notebook("x = 1")[:40].encode(), "not valid JSON", id="truncated"),
        pytest.param(b'{"name": "a package", "version": 3}', "it has no cells", id="other JSON"),
        pytest.param(b"\x00\x01\xff\xfe\x80", "is not a notebook", id="bytes"),
        pytest.param(notebook("x = 1 # \u00e9").encode("latin-1"), "it is not text", id="latin-1"),
        pytest.param(notebook("x = 1").encode() + b"\0", "not valid JSON", id="a null byte behind it"),
        pytest.param(b"[" * 200_000, "not valid JSON", id="nested beyond measure"),
        pytest.param(notebook("x", kernelspec={"name": "ir"}).encode(), "is a notebook in R", id="R"),
        pytest.param(notebook("x", kernelspec={"name": "julia-1.9"}).encode(), "is a notebook in Julia", id="Julia"),
        pytest.param(notebook("x", language_info={"name": "scala"}).encode(), "is a notebook in Scala", id="Scala"),
    ],
)
def test_what_is_no_python_notebook_is_refused(content: bytes, words: str, promote: Promoter) -> None:
    """With what is wrong, and nothing is written."""
    outcome = promote.raw(content)

    assert outcome.code == 1
    assert words in outcome.said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_may_be_written_in_any_unicode(encoding: str, promote: Promoter) -> None:
    """With a byte order mark or without."""
    outcome = promote.raw(notebook("# größe\ndf = 1", *predicting()).encode(encoding))

    assert (outcome.code, "größe" in outcome.text("notebooks/flats.ipynb")) == (0, True)


def test_a_script_says_its_encoding(promote: Promoter) -> None:
    """As Python reads it."""
    cells = "\n".join(f"# %%\n{cell}" for cell in ["# größe", *predicting()])
    outcome = promote.raw(f"# -*- coding: latin-1 -*-\n{cells}".encode("latin-1"), name="flats.py")

    assert (outcome.code, "größe" in outcome.text("notebooks/flats.py")) == (0, True)


@pytest.mark.parametrize("name", ["flats.ipynb", "flats.py"])
def test_line_ends_of_windows(name: str, promote: Promoter) -> None:
    """They end lines, and are in no module."""
    cells = predicting('df["c"] = (\n    df["a"]\n    + 1\n)', inputs='df[["a", "c"]]')
    content = notebook(*cells) if name.endswith("ipynb") else "\n".join(f"# %%\n{cell}" for cell in cells)
    outcome = promote.raw(content.replace("\\n", "\\r\\n").replace("\n", "\r\n").encode(), name=name)

    modules = [path.read_bytes() for path in outcome.project.glob("src/flats/*.py")]

    assert outcome.code == 0
    assert any(b"LinearRegression" in text for text in modules)
    assert not any(b"\r" in text for text in modules)


def test_line_ends_of_old(promote: Promoter) -> None:
    """Those of a Macintosh, also in the middle of a line of others."""
    script = "\n".join(f"# %%\n{cell}" for cell in predicting()).replace("model.fit(X, y)\n", "model.fit(X, y)\r")

    assert promote.raw(script.encode(), name="flats.py").code == 0


def test_nbformat_3(promote: Promoter) -> None:
    """Its cells lie in worksheets."""
    cells = [{"cell_type": "code", "input": cell, "outputs": [], "prompt_number": 1} for cell in predicting()]
    outcome = promote.raw(json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}).encode())

    assert (outcome.code, "LinearRegression" in outcome.text("src/flats/train.py")) == (0, True)


def test_a_notebook_without_cells(promote: Promoter) -> None:
    """It is a job that does nothing."""
    assert promote.cells().code == 0


def test_python_2_is_said_once(promote: Promoter) -> None:
    """With the cells that are in it, and the rest goes on."""
    outcome = promote.cells(*predicting(), 'x = 1\nprint "x", x', "try:\n    pass\nexcept Exception, e:\n    raise e")

    assert outcome.code == 0
    assert "PN107] cell 5, line 2: the notebook is in Python 2: 2 of 6 code cells (5 and 6)" in outcome.said
    assert outcome.said.count("PN107") == 1
    assert (outcome.project / "src" / "flats" / "predict.py").exists()


@pytest.mark.parametrize(
    "name",
    [
        *("größe 日本.ipynb", "🚀.ipynb", "-rf.ipynb", "class.ipynb", "pandas.ipynb", "123.ipynb", ".hidden.ipynb"),
        *("a'b\"c`d$(x).ipynb", f"{'x' * 240}.ipynb", "FLATS.IPYNB", "a\nb.ipynb", "a\x1b[31mb\u202e.ipynb"),
        *("{{ package_name }}.ipynb", "{% if x %}.ipynb", "{# x #}.ipynb", "..ipynb.ipynb"),
    ],
)
def test_names_of_files(name: str, promote: Promoter) -> None:
    """Whatever a notebook is called, its copy has a name that can be printed, and that no template acts on."""
    outcome = promote.cells(*predicting(), name=name)
    (copy,) = (outcome.project / "notebooks").iterdir()

    assert outcome.code == 0
    assert copy.name.isprintable()
    assert not {"{{", "{%", "{#"} & {copy.name[at : at + 2] for at in range(len(copy.name))}
    assert copy.suffix.lower() == ".ipynb"


def peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def test_large_outputs_cost_little_and_stay_behind(promote: Promoter) -> None:
    """50 MB of them: no more than a few times their size in memory, and seconds in time."""
    stream = {"output_type": "stream", "name": "stdout", "text": ["x" * 999 + "\n"] * 27_000}
    image = {"output_type": "display_data", "data": {"image/png": "iVBORw0K" * 3_300_000}, "metadata": {}}
    cell: dict[str, object] = {"cell_type": "code", "source": "print(1)", "outputs": [stream, image], "metadata": {}}
    content = notebook(cell, *predicting()).encode()
    before, start = peak(), time.process_time()
    outcome = promote.raw(content)

    assert len(content) > 50 * 2**20
    assert outcome.code == 0
    assert time.process_time() - start < 20
    assert peak() - before < 10 * len(content)
    assert len(outcome.everything()) < 1_000_000


def test_ten_thousand_cells(promote: Promoter) -> None:
    """Each is looked at, in seconds."""
    start = time.process_time()
    outcome = promote.cells(*predicting(), *(f"v{number} = {number}" for number in range(10_000)))

    assert outcome.code == 0
    assert time.process_time() - start < 60
    assert "| 10004 |" in outcome.text("PROMOTION.md")

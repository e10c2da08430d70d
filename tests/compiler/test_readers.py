"""What is a notebook, and what is not. What a notebook is read as stands in the cases of `readers`."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promote.errors import NotebookError
from promote.model.notebook import Notebook
from promote.readers import READERS
from promote.readers.ipynb import read_ipynb
from promote.readers.percent import read_percent, with_sources

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("cells", "cell_type", "source", "input", "outputs", "output_type", "level", "metadata"),
                    *("worksheets", "language_info", "kernelspec", "name", "version", "execution_count"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \n", "", id="blank"),
        pytest.param("\ufeff", "", id="a byte order mark alone"),
        pytest.param('{"cells": [', "not valid JSON", id="truncated"),
        pytest.param("import pandas", "not valid JSON", id="code"),
        pytest.param("\x89PNG\r\n", "not valid JSON", id="an image"),
        pytest.param("[" * 100_000, "not valid JSON", id="nested beyond measure"),
        pytest.param("[]", "not an object", id="a list"),
        pytest.param("3", "not an object", id="a number"),
        pytest.param("{}", "no cells", id="nothing in it"),
        pytest.param('{"cells": 3}', "no cells", id="cells that are a number"),
        pytest.param('{"cells": {"a": 1}}', "no cells", id="cells that are an object"),
        pytest.param('{"cells": null, "worksheets": null}', "no cells", id="cells that are nothing"),
        pytest.param('{"worksheets": [3, {"cells": "text"}]}', "no cells", id="worksheets without cells"),
    ],
)
def test_no_notebook(text: str, why: str) -> None:
    """What is not a notebook is refused by name, with the reason."""
    with pytest.raises(NotebookError) as refusal:
        read_ipynb(text, "churn.ipynb")

    assert "`churn.ipynb`" in refusal.value.what
    assert why in refusal.value.why


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"language": "R", "name": "ir"}},
        {"kernelspec": {"name": "ir"}},
        {"kernelspec": {"name": "julia-1.9"}},
        {"language_info": {"name": "julia"}},
        {"language_info": {"name": "scala"}, "kernelspec": {"language": "python"}},
    ],
)
def test_other_kernels(metadata: dict[str, object]) -> None:
    """A notebook in another language is refused, and the language is named."""
    with pytest.raises(NotebookError, match=r"notebook in (R|Julia|Scala)"):
        read_ipynb(json.dumps({"cells": [], "metadata": metadata}), "churn.ipynb")


@pytest.mark.parametrize("kind", [[], {}, 3, None])
def test_outputs_of_no_kind(kind: object) -> None:
    """An output whose kind is no text is none that matters."""
    cell = {"cell_type": "code", "source": "x", "outputs": [{"output_type": kind}]}
    (read,) = read_ipynb(json.dumps({"cells": [cell]}), "churn.ipynb").cells

    assert not read.has_error


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"language": "python"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": {"name": "conda-env-ml-py"}},
        {"kernelspec": "python3", "language_info": []},
    ],
)
def test_python_kernels(metadata: dict[str, object]) -> None:
    """A notebook that says nothing is Python, and so is one with a kernel of any name."""
    assert read_ipynb(json.dumps({"cells": [], "metadata": metadata}), "churn.ipynb").language == "python"


@given(JSON)
def test_any_json(value: object) -> None:
    """Whatever the JSON holds, it is read or it is refused."""
    try:
        notebook = read_ipynb(json.dumps(value), "churn.ipynb")
    except NotebookError:
        return
    assert [cell.number for cell in notebook.cells] == list(range(1, len(notebook.cells) + 1))


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text is a script, and any text is a notebook or is refused."""
    assert read_percent(text, "churn.py").language == "python"
    with suppress(NotebookError):
        read_ipynb(text, "churn.ipynb")


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_byte_order_mark(reader: Callable[[str, str], Notebook]) -> None:
    """A byte order mark is no part of a notebook, in either format."""
    text = "# %%\nx = 1\n" if reader is read_percent else '{"cells": [{"cell_type": "code", "source": "x = 1"}]}'

    assert [cell.source for cell in reader(f"\ufeff{text}", "churn").cells] == ["x = 1"]


def test_magics_stay_in_comments_when_a_script_is_rewritten() -> None:
    """As they stood where the cell stays as it is, and as Jupytext writes them elsewhere."""
    text = "# %%\n#%run a.py\nx = 1\n# %%\n#!ls\ny = 1\n"

    assert with_sources(text, [cell.source for cell in read_percent(text, "n.py").cells]) == text
    assert with_sources(text, ["%run a.py\nx = 1", "!ls\ny = 2"]) == text.replace("#!ls\ny = 1", "# !ls\ny = 2")

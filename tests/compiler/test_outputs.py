"""What a project keeps of a notebook."""

import json

import pytest

from promote.readers.ipynb import without_outputs

STREAM = {"output_type": "stream", "name": "stdout", "text": "é"}


@pytest.mark.parametrize("text", ['{"cells": [ ]}', '{"cells": [{"cell_type": "code", "source": "é", "outputs": []}]}'])
def test_nothing_to_leave_out(text: str) -> None:
    """The copy has the same bytes."""
    assert without_outputs(text) == text


def test_outputs_and_widgets_are_left_out() -> None:
    """And nothing else, in the order that it has; half a character stays what it is."""
    cell = {"cell_type": "code", "source": "é \ud800", "outputs": [STREAM], "execution_count": 3}
    notebook = {
        "metadata": {"widgets": {"state": {}}, "a": 1},
        "cells": [cell, {"cell_type": "markdown", "source": ""}],
    }
    copy = without_outputs(json.dumps(notebook))
    cell["outputs"], notebook["metadata"] = [], {"a": 1}

    assert json.loads(copy) == notebook
    assert list(json.loads(copy)) == ["metadata", "cells"]
    assert copy.encode()


def test_letters_stay_letters() -> None:
    """As Jupyter writes them."""
    cell = {"cell_type": "code", "source": "é", "outputs": [STREAM]}

    assert '"é"' in without_outputs(json.dumps({"cells": [cell]}))


def test_worksheets() -> None:
    """The cells of nbformat 3 lie deeper."""
    cell = {"cell_type": "code", "input": "x", "outputs": [STREAM]}

    assert "stdout" not in without_outputs(json.dumps({"worksheets": [{"cells": [cell]}]}))

"""What stands in cells, outputs and tables: nothing is acted on, and nothing secret is kept."""

import pytest

from tests.hostile.promoting import Promoter, markdown, predicting

TEMPLATE = "{{ package_name }}{% raw %}{# c #}{{ 1/0 }}{% endif %}"
ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\u202ereversed\x08"


@pytest.mark.parametrize(
    "text",
    [TEMPLATE, ESCAPES, '""" \\', "<script>alert(1)</script> $(id) `id` | x"],
    ids=["template", "terminal", "python", "shell"],
)
def test_texts_that_somebody_may_act_on(text: str, promote: Promoter) -> None:
    """A title, a paragraph, a comment, a literal and the name of a file are text, whatever stands there."""
    outcome = promote.cells(
        markdown(f"# {text}\n\nThe flats of this town, {text} and their rents."),
        f"# {text}\ns = {text!r}\nprint('''{text.replace(chr(92), '')}''')",
        *predicting(f"# {text}\ndf['c'] = df['a'] + 1  # {text}", inputs='df[["a", "c"]]'),
        f"other = pd.read_csv({text!r})",
    )

    assert outcome.code == 0
    assert "LinearRegression" in outcome.text("src/flats/train.py")


@pytest.mark.parametrize(
    "name",
    ["{{ b }}", "{% c %}", "{# d #}", "a\x1b[31mb", "\u202eab", 'quote"q', "back\\slash", "🚀", "{}", "%"],
)
def test_names_of_columns(name: str, promote: Promoter) -> None:
    """A name is a name."""
    header = '"' + name.replace('"', '""') + '"'
    outcome = promote.cells(*predicting(inputs=f"df[['a', {name!r}]]"), data=f"a,{header},y\n1,2,3\n2,3,4\n3,5,4\n")

    assert outcome.code == 0
    assert "class PredictionInput" in outcome.text("src/flats/contract.py")


@pytest.mark.parametrize(
    "names",
    [
        ["class", "def", "from", "None", "True", "self", "json", "copy", "dict", "schema", "construct", "validate"],
        ["model_config", "model_fields", "model_dump", "model_", "__init__", "__class__", "_private", "fields"],
        ["BaseModel", "Field", "ConfigDict", "Annotated", "PredictionInput", "EXAMPLE", "float", "str", "list", "pd"],
        ["instances", "predictions", "model", "record", "records", "frame", "settings", "Any", "Literal"],
        ["a b", "a-b", "a_b", "A_B", "ab", "a.b", "1a", "1", " ", "é", "e", "日本", "a" * 300],
        ["a", "a", "a.1", "a"],
        ["", "", "Unnamed: 0"],
    ],
    ids=["keywords", "pydantic", "imports", "ours", "alike", "double", "nameless"],
)
def test_columns_called_like_something_else(names: list[str], promote: Promoter) -> None:
    """Each gets a field, and no two the same."""
    rows = "\n".join(",".join(str((row * at) % 7) for at in range(len(names) + 1)) for row in range(1, 20))
    outcome = promote.cells(*predicting(inputs='df.drop(columns=["y"])'), data=f"{','.join([*names, 'y'])}\n{rows}\n")

    assert outcome.code == 0
    namespace: dict[str, object] = {}
    exec(compile(outcome.text("src/flats/contract.py"), "contract", "exec"), namespace)  # noqa: S102 - it is ours
    fields = namespace["PredictionInput"].model_fields  # type: ignore[attr-defined]

    assert len(fields) == len(names)


@pytest.mark.parametrize(
    "path",
    [
        *("../../etc/passwd", "/etc/passwd", "~/.ssh/id_rsa", "..", "C:\\Windows\\x.csv", "a/../../../b.csv"),
        *("da\x00ta.csv", "file:///etc/passwd"),
    ],
)
def test_paths_that_lead_out(path: str, promote: Promoter) -> None:
    """Nothing is copied from there, and nothing is written there."""
    outcome = promote.cells(*predicting(read=f"df = pd.read_csv({path!r})"))

    assert outcome.code == 0
    assert "root:" not in outcome.everything()


KNOWN_FORM = "sk-proj-Zx81kQm4LwPn7TyUeR2sVb9cZx81kQm4"


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdout", "text": ["the pass", "word is hunter2-and-more\n"]},
        {"output_type": "execute_result", "data": {"text/plain": "hunter2-and-more"}, "metadata": {}},
        {"output_type": "display_data", "data": {"text/html": "<b>hunter2-and-more</b>"}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "hunter2-and-more", "traceback": ["\x1b[31mhunter2-and-more"]},
        {"output_type": "stream", "name": "stdout", "text": KNOWN_FORM},
    ],
    ids=["stream", "result", "display", "error", "known form"],
)
def test_outputs_stay_behind(output: dict[str, object], promote: Promoter) -> None:
    """Whatever a cell printed, no file of the project holds it."""
    cell: dict[str, object] = {"cell_type": "code", "source": "print(1)", "outputs": [output], "metadata": {}}
    everything = promote.cells(cell, *predicting()).everything()

    assert "hunter2-and-more" not in everything
    assert KNOWN_FORM not in everything


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("x = " + "(" * 5000 + "1" + ")" * 5000, id="parentheses"),
        pytest.param("x = " + "-" * 50_000 + "1", id="signs"),
        pytest.param("x = " + "[" * 150 + "]" * 150, id="lists"),
        pytest.param("x = df" + ".a" * 5000, id="attributes"),
        pytest.param("df = df" + ".copy()" * 400, id="calls"),
        pytest.param("df = df" + ".copy()" * 90, id="calls that are followed"),
        pytest.param("df['c'] = " + " + ".join(["df['a']"] * 900), id="a sum"),
        pytest.param("df['c'] = " + " + ".join(["df['a']"] * 190), id="a sum that is followed"),
        pytest.param("\n".join("    " * at + "if x:" for at in range(90)) + "\n" + "    " * 90 + "pass", id="blocks"),
        pytest.param("x = '" + "a" * 2_000_000 + "'", id="a long line"),
        pytest.param("x = [" + ",".join(map(str, range(50_000))) + "]", id="a long list"),
        pytest.param("x = 1\x00", id="a null byte"),
        pytest.param("x = x\ny = y\ndf = df", id="names that are themselves"),
        pytest.param("df = df.pop('y')", id="a frame that becomes its column"),
        pytest.param("l = []\nl.append(l)\nd = {}\nd['d'] = d", id="containers in themselves"),
        pytest.param("class A(A):\n    a = A", id="a class of itself"),
        pytest.param("while True:\n    pass", id="an endless loop"),
        pytest.param("n = int(input('n?'))", id="a question"),
        pytest.param("import ipywidgets as w\n@w.interact(x=3)\ndef f(x):\n    return x", id="widgets"),
    ],
)
def test_cells_without_measure(cell: str, promote: Promoter) -> None:
    """A cell that cannot be followed is said, and the others go on."""
    outcome = promote.cells(*predicting(cell))

    assert outcome.code == 0
    assert "LinearRegression" in outcome.text("src/flats/train.py")

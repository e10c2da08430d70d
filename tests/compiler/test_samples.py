"""The sample of a table: what is in it, and whose data is not."""

import csv
import io
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promote.model.sample import Sample
from promote.model.table import Table
from promote.planners.samples import plan_sample, without_personal_values
from promote.readers.dialect import WHITESPACE, Dialect
from promote.readers.table import scan_table
from tests.compiler.notebooks import compile_cells

FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Tony", "Frances", "Ken", "Radia")
LAST = ("Quill", "Marbury", "Tenbrook", "Oswin", "Pellham", "Varga", "Lindqvist", "Ferro", "Ishii", "Nakano")


def scan(text: str, dialect: Dialect | None = None) -> Table:
    """Scan a text that is a table."""
    table = scan_table(io.StringIO(text, newline=""), dialect or Dialect())
    assert table is not None
    return table


def column(values: list[str], name: str) -> tuple[list[str], Sample]:
    """Sample a table of numbered values, and return what became of them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("n", name), *enumerate(values)])
    sample = plan_sample(scan(text.getvalue()), "", frozenset())
    return [row[1] for row in csv.reader(io.StringIO(sample.text))][1:], sample


def letter_classes(text: str) -> str:
    """Spell a text by the classes of its letters."""
    return "".join("A" if c.isupper() else "a" if c.islower() else "9" if c.isdigit() else c for c in text)


def test_a_file_without_personal_data_is_kept_byte_for_byte() -> None:
    """Quotes, blanks and line ends stay as they are."""
    text = 'a,b\r\n"1", x\r\n2,"y ""z"""\r\n'

    assert plan_sample(scan(text), "", frozenset()).text == text


@pytest.mark.parametrize(
    ("separator", "dialect"),
    [
        pytest.param(";", Dialect(separator=";"), id="a character"),
        pytest.param("   ", Dialect(separator=WHITESPACE), id="runs of blanks"),
        pytest.param(" , ", Dialect(separator=" *, *"), id="a pattern"),
        pytest.param("::", Dialect(separator="::"), id="two characters"),
        pytest.param(", ", Dialect(trims=True), id="blanks behind separators"),
        pytest.param(",", Dialect(skipped=2, header=1), id="lines above the names"),
        pytest.param(",", Dialect(skipped=1, header=None, names=("n", "contact")), id="names of the notebook's own"),
        pytest.param(",", Dialect(comment="#"), id="comments"),
    ],
)
def test_a_sample_is_read_as_the_file_is(separator: str, dialect: Dialect) -> None:
    """Whatever stands above, between and behind the cells: the same call finds the same columns, and nobody in them."""
    above = ["a report about Ada"] * dialect.skipped + ["title,Ada"] * (dialect.header or 0)
    names = [f"n{separator}contact"] if dialect.header is not None else []
    remark = " # Ada called" if dialect.comment else ""
    rows = [f"{n}{separator}{a.lower()}@mail.org{remark}" for n, a in enumerate(FIRST * 2)]
    table = scan("\n".join([*above, *names, *rows]) + "\n", dialect)

    sample = plan_sample(table, "", frozenset())

    again = scan(sample.text, dialect)
    assert [(each.name, each.type) for each in again.columns] == [("n", "integer"), ("contact", "text")]
    assert again.rows == table.rows == 20
    assert not re.search("ada", sample.text, re.IGNORECASE)


def test_types_of_columns_are_those_of_the_file() -> None:
    """The one row that makes a column what it is comes along: a blank among numbers, a half, a value that is missing."""
    rows = [f"{n},{n},{n},True,Bonn\n" for n in range(10_000)]
    rows[4321] = "4321, ,4321,True,Bonn\n"
    rows[5432] = "5432,5432,0.5,,Bonn\n"
    text = "id,charges,share,agreed,city\n" + "".join(rows)
    table = scan(text)

    sample = scan(plan_sample(table, "", frozenset()).text)

    assert sample.rows <= 202
    assert [(each.type, each.nullable) for each in sample.columns] == [
        (each.type, each.nullable) for each in table.columns
    ]


def test_rows_are_bounded_and_all_classes_are_there() -> None:
    """A rare class of the target is in the sample several times, and every kind of every other column once."""
    draw = random.Random(1)  # noqa: S311 - not a secret
    rows = [(draw.random(), "yes" if n % 1000 == 77 else "no", f"kind {n // 2500}") for n in range(10_000)]
    text = "x,label,kind\n" + "".join(f"{x},{label},{kind}\n" for x, label, kind in rows)

    sample = plan_sample(scan(text), "label", frozenset())
    cells = list(csv.reader(io.StringIO(sample.text)))[1:]

    assert 100 <= len(cells) <= 300
    assert len(cells) == sample.rows
    assert sum(label == "yes" for _, label, _ in cells) == 10
    assert {kind for _, _, kind in cells} == {"kind 0", "kind 1", "kind 2", "kind 3"}


def test_no_kind_is_all_but_alone() -> None:
    """A kind of a text column is there three times, or not at all: a split may put what is rarer where nobody learns it."""
    rows = [(n, "rare" if n in {7, 4444} else "seldom" if n % 1000 == 7 else "often") for n in range(10_000)]
    text = "x,kind\n" + "".join(f"{x},{kind}\n" for x, kind in rows)

    cells = list(csv.reader(io.StringIO(plan_sample(scan(text), "", frozenset()).text)))[1:]

    assert Counter(kind for _, kind in cells).keys() == {"often", "seldom"}
    assert Counter(kind for _, kind in cells)["seldom"] == 3


@pytest.mark.parametrize(
    ("strata", "times"),
    [
        pytest.param("None", 1, id="no strata"),
        pytest.param('df["bin"]', 2, id="computed"),
        pytest.param('df["kind"]', 1, id="the target's own values"),
    ],
)
def test_no_row_is_alone_in_its_stratum(strata: str, times: int, tmp_path: Path) -> None:
    """Where rows are split by strata that only a run can tell, each row of the sample is there twice."""
    (tmp_path / "data.csv").write_text("x,kind\n" + "".join(f"{n},{n % 3}\n" for n in range(2_000)))
    promotion = compile_cells(
        tmp_path,
        "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
        "from sklearn.model_selection import train_test_split",
        'df = pd.read_csv("data.csv")\ndf["bin"] = pd.cut(df["x"], 40, labels=False)',
        f"train, test = train_test_split(df, stratify={strata}, random_state=0)\nmodel = LogisticRegression()\n"
        'model.fit(train[["x", "bin"]], train["kind"])\nmodel.predict(test[["x", "bin"]])',
    )
    rows = promotion.files["tests/data/data.csv"].splitlines()[1:]

    assert set(Counter(rows).values()) == {times}


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("Name", "names of people", [f"{a} {b}" for a in FIRST for b in LAST[:5]]),
        (
            "contact_email",
            "e-mail addresses",
            [f"{a.lower()}.{b.lower()}@mail{i}.org" for i, (a, b) in enumerate(zip(FIRST, LAST, strict=True))],
        ),
        ("x", "e-mail addresses", [f"{a}@{b}.com" for a, b in zip(FIRST, LAST, strict=True)]),
        ("PhoneNumber", "phone numbers", [f"+44 20 7946 {n}" for n in range(1000, 1030)]),
        ("mobile", "phone numbers", [str(7_911_000_000 + n * 997) for n in range(30)]),
        ("x", "phone numbers", [f"(555) 010-{n}" for n in range(1000, 1030)]),
        ("x", "social security numbers", [f"{n}-45-{n}6" for n in range(100, 130)]),
        ("x", "IP addresses", [f"192.168.{n}.{n + 9}" for n in range(30)]),
        ("x", "account numbers", [f"DE89 3704 0044 0532 {n} 00" for n in range(1000, 1030)]),
        ("x", "card numbers", [f"4111 1111 1111 {n}" for n in range(1000, 1030)]),
        ("date_of_birth", "dates of birth", [f"19{n}-12-{n - 60}" for n in range(70, 90)]),
        ("DOB", "dates of birth", [f"{n}/28/1964" for n in range(1, 13)]),
        ("home address", "postal addresses", [f"{n} {b} Road" for n, b in enumerate(LAST)]),
    ],
)
def test_personal_values_are_replaced(name: str, kind: str, values: list[str]) -> None:
    """A value keeps its form letter for letter, and says nothing about anybody any more."""
    after, sample = column(values, name)

    assert [(each.column, each.kind) for each in sample.replaced] == [(name, kind)]
    assert [letter_classes(value) for value in after] == [letter_classes(value) for value in values]
    assert not set(after) & set(values)
    assert sample.hidden == frozenset(values)
    assert sample.example[1] in after


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("car_name", [f"{a} {b}" for a in FIRST for b in LAST]),
        ("PhoneService", ["Yes", "No"] * 20),
        ("Name", [f"phon_R01_S{n}" for n in range(30)]),
        ("email_opened", ["0", "1"] * 20),
        ("date", [f"2024-01-{n}" for n in range(10, 30)]),
        ("city", list(LAST)),
        ("price", [f"{n}.99" for n in range(100)]),
        ("doctor_name", ["Quill", "Varga"] * 20),
    ],
)
def test_what_is_not_personal_stays(name: str, values: list[str]) -> None:
    """Names of things, kinds, and values that only look a little like somebody's are left alone."""
    after, sample = column(values, name)

    assert after == values
    assert not sample.replaced


def test_few_people_with_many_rows() -> None:
    """An address of somebody is no kind of anything, however often it comes."""
    after, sample = column([f"{a.lower()}@mail.org" for a in FIRST[:3]] * 20, "user_email")

    assert [each.kind for each in sample.replaced] == ["e-mail addresses"]
    assert not {"ada@mail.org", "grace@mail.org"} & set(after)


def test_words_that_many_share_stay() -> None:
    """A title is found by the code that looks for it; equal names stay equal."""
    values = [f"{b}, {'Mrs' if n % 2 else 'Mr'}. {a}" for n, (a, b) in enumerate(zip(FIRST * 2, LAST * 2, strict=True))]
    after, _ = column(values, "Name")

    assert [re.search(r" ([A-Za-z]+)\.", value)[0] for value in after] == [" Mr.", " Mrs."] * 10  # type: ignore[index]
    assert after[:10] == after[10:]


def test_words_of_the_notebook_stay() -> None:
    """What the notebook searches for is still there to be found."""
    table = scan("name\n" + "".join(f"{a} {b}\n" for a, b in zip(FIRST, LAST, strict=True)))
    sample = plan_sample(table, "", frozenset({"grace"}))

    assert "Grace " in sample.text
    assert "Ada" not in sample.text


def test_inside_free_text_only_the_personal_part_goes() -> None:
    """A message keeps its words."""
    values = [
        f"please write to {a.lower()}@{b.lower()}.net or call 020 7946 {n}"
        for n, (a, b) in enumerate(zip(FIRST, LAST, strict=True), 1000)
    ]
    after, sample = column(values, "message")

    assert {each.kind for each in sample.replaced} == {"e-mail addresses", "phone numbers"}
    assert all(each.inside for each in sample.replaced)
    assert all(value.startswith("please write to ") and " or call " in value for value in after)
    assert not any(b.lower() in text for b, text in zip(LAST, after, strict=True))
    assert not any(str(n) in text for n, text in enumerate(after, 1000))


def test_values_of_people_are_listed_nowhere() -> None:
    """A table that goes on to the contract knows no personal value, and no range of numbers that are somebody's."""
    table = scan("phone,name\n" + "".join(f"{7_911_000_000 + n},{name}\n" for n, name in enumerate(LAST)))
    bare = without_personal_values(table, plan_sample(table, "", frozenset()))

    assert [(each.values, each.minimum, each.maximum) for each in bare.columns] == [(None, None, None)] * 2


@given(st.lists(st.text("ABCabc äß-'.", min_size=1, max_size=20), min_size=1, max_size=20))
def test_any_name_keeps_its_form(values: list[str]) -> None:
    """Whatever a name is made of, only its letters change, and the same table gives the same sample."""
    after, sample = column(values, "surname")

    assert [letter_classes(value) for value in after] == [letter_classes(value) for value in values]
    assert column(values, "surname") == (after, sample)

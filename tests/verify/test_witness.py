"""The witness traces predictions back to records, against the real pandas and scikit-learn."""

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import model_selection
from sklearn.preprocessing import StandardScaler

from promote.verify import witness
from promote.verify.witness import memory, spelling, testifying, tracing, watching


class Doubler:
    """A model whose predictions show what it was given."""

    classes_ = np.array([0, 1])

    def predict(self, inputs: Any) -> Any:  # noqa: ANN401 - as models do
        """Return the first column."""
        return np.asarray(inputs)[:, 0]


@pytest.fixture
def testimony(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Start to watch, and undo it afterwards."""
    monkeypatch.setenv("MPLBACKEND", "")
    monkeypatch.setattr(memory, "state", memory.State())
    path = tmp_path / "testimony.json"
    witness.begin(str(path))
    yield path
    watching.unwatch()


def frame(rows: int = 40) -> pd.DataFrame:
    """Records whose `x` is their own number, with labels that are not."""
    data = pd.DataFrame({"x": np.arange(rows, dtype=float), "name": [f"n{row}" for row in range(rows)]})
    data.index = pd.Index(range(1000, 1000 + rows))
    return data


def said(path: Path, inputs: Any, model: Any = None) -> dict[str, Any]:  # noqa: ANN401
    """Let the witness testify."""
    witness.testify(lambda: model or Doubler(), lambda: inputs)
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def is_true(document: dict[str, Any]) -> bool:
    """Whether each record is the one that its prediction came from."""
    return not document["problem"] and [each["x"] for each in document["records"]] == list(document["predictions"])


def split(*arrays: Any, **options: Any) -> Any:  # noqa: ANN401
    """Split as a notebook does after the witness began."""
    return model_selection.train_test_split(*arrays, random_state=3, **options)


def test_labels_of_a_frame_are_enough(testimony: Path) -> None:
    """Rows may be dropped and shuffled."""
    data = frame()
    witness.keep(lambda: data)
    _, test = split(data[data.x > 5][["x"]])

    assert is_true(said(testimony, test))


def test_a_split_gives_what_it_always_gave(testimony: Path) -> None:
    """Watching takes nothing from the random numbers."""
    data = frame()
    ours = split(data, data.x.to_numpy(), test_size=0.3, stratify=(data.x > 9))
    original = model_selection.train_test_split.__closure__
    theirs = next(cell.cell_contents for cell in original if callable(cell.cell_contents))(
        data, data.x.to_numpy(), test_size=0.3, stratify=(data.x > 9), random_state=3
    )

    assert all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))


def test_arrays_are_traced_by_their_split(testimony: Path) -> None:
    """Split first, scaled later: `X_test_scaled`."""
    data = frame()
    witness.keep(lambda: data)
    train, test, *_ = split(data[["x"]], data.name)
    scaler = StandardScaler(with_mean=False, with_std=False).fit(train)

    assert is_true(said(testimony, scaler.transform(test)))


def test_arrays_that_were_split_as_arrays_are_traced_by_position(testimony: Path) -> None:
    """`.values` before the split."""
    data = frame()
    witness.keep(lambda: data)
    _, test = split(data[["x"]].to_numpy())

    assert is_true(said(testimony, test))


def test_a_frame_made_anew_from_a_part_is_traced_by_the_split(testimony: Path) -> None:
    """Its labels are counted from 0, and mean nothing."""
    data = frame().reset_index(drop=True)
    witness.keep(lambda: data)
    _, test = split(data[["x"]])

    assert is_true(said(testimony, pd.DataFrame(test.to_numpy(), columns=["x"])))


def test_labels_that_were_reset_are_found_again(testimony: Path) -> None:
    """The most common line after `dropna`."""
    data = frame()
    witness.keep(lambda: data)
    clean = data[data.x % 3 > 0].reset_index(drop=True)
    pd.Series(["a", "b", "a"]).value_counts().reset_index()
    _, test = split(clean[["x"]])

    assert is_true(said(testimony, test))
    assert is_true(said(testimony, test.reset_index(drop=True)))
    assert is_true(said(testimony, split(clean[["x"]].to_numpy())[1]))


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_a_reset_in_place_is_found_again(testimony: Path) -> None:
    """It returns nothing."""
    data = frame()
    witness.keep(lambda: data)
    shuffled = data.sample(frac=1, random_state=1)
    shuffled.reset_index(drop=True, inplace=True)  # noqa: PD002 - notebooks do

    assert is_true(said(testimony, shuffled[["x"]]))


def test_all_rows_are_traced_by_position(testimony: Path) -> None:
    """`model.predict(X)` where `X` is an array of all records."""
    data = frame()
    witness.keep(lambda: data)

    assert is_true(said(testimony, data[["x"]].to_numpy()))
    assert is_true(said(testimony, pd.DataFrame(data[["x"]].to_numpy())))


def test_rows_that_cannot_be_traced_say_so(testimony: Path) -> None:
    """Instead of being compared with the wrong records."""
    data = frame()
    witness.keep(lambda: data)

    assert said(testimony, np.zeros((7, 1)))["problem"] == tracing.UNTRACED
    assert said(testimony, pd.DataFrame({"x": [1.0]}, index=["new"]))["problem"] == tracing.UNTRACED


def test_labels_that_are_not_unique_say_so(testimony: Path) -> None:
    """After a careless `concat`."""
    data = pd.concat([frame(), frame()])
    witness.keep(lambda: data)

    assert "not unique" in said(testimony, data[["x"]])["problem"]


def test_what_fails_in_the_notebook_is_said_and_not_raised(testimony: Path) -> None:
    """The notebook goes on."""
    assert said(testimony, None)["problem"] == "the records were never read"
    witness.keep(lambda: missing)  # type: ignore[name-defined]  # noqa: F821
    assert "NameError" in json.loads(testimony.read_text())["problem"]
    witness.keep(frame)
    witness.testify(lambda: 1 / 0, lambda: None)
    assert "ZeroDivisionError" in json.loads(testimony.read_text())["problem"]


def test_records_are_what_json_can_say(testimony: Path) -> None:
    """Missing values are null, numbers are Python's own, dates are text."""
    data = pd.DataFrame(
        {
            "i": [1, 2],
            "f": [0.1, np.nan],
            "s": ["a", None],
            "b": [True, False],
            "d": [pd.Timestamp("2024-01-02"), pd.NaT],
            "n": pd.array([1, None], dtype="Int64"),
            "c": pd.Categorical(["x", None]),
            3: [np.float32(0.5), np.inf],
        }
    )

    assert spelling.records(data, [0, 1]) == [
        {"i": 1, "f": 0.1, "s": "a", "b": True, "d": "2024-01-02T00:00:00", "n": 1, "c": "x", "3": 0.5},
        {"i": 2, "f": None, "s": None, "b": False, "d": None, "n": None, "c": None, "3": None},
    ]


def test_probabilities_are_written_down_where_a_model_has_them(testimony: Path) -> None:
    """With the names of the classes."""

    class Likely(Doubler):
        def predict_proba(self, inputs: Any) -> Any:  # noqa: ANN401
            return np.tile([0.25, 0.75], (len(inputs), 1))

    data = frame(3)
    witness.keep(lambda: data)
    document = said(testimony, data[["x"]], Likely())

    assert (document["classes"], document["probabilities"]) == ([0, 1], [[0.25, 0.75]] * 3)
    assert said(testimony, data[["x"]])["probabilities"] is None


def test_many_rows_are_thinned_evenly(testimony: Path) -> None:
    """And counted."""
    data = frame(5000)
    witness.keep(lambda: data)
    document = said(testimony, data[["x"]])

    assert document["rows"] == 5000
    assert len(document["records"]) == testifying.LIMIT
    assert is_true(document)


def test_rows_that_were_filtered_are_traced_through_their_values(testimony: Path) -> None:
    """The array is a view of what the filtered frame gave; a scaled one comes of it."""
    data = frame()
    witness.keep(lambda: data)
    values = data[data.x % 3 > 0][["x", "x"]].values[:, 1:]  # noqa: PD011 - notebooks do
    scaled = StandardScaler(with_mean=False, with_std=False).fit_transform(values)

    for inputs in (values, scaled, values[3:9], values[::2], split(values)[1], split(scaled)[0]):
        document = said(testimony, inputs)
        assert is_true(document)
        assert document["is_sure"]


def test_rows_that_were_laid_together_are_none_of_the_records(testimony: Path) -> None:
    """Though they are views of the same memory, as a row of several columns is."""
    data = frame()
    witness.keep(lambda: data)
    column = data.x.to_numpy()
    table = data[["x", "x"]].to_numpy()

    assert said(testimony, column.reshape(-1, 2))["problem"] == tracing.UNTRACED
    assert said(testimony, table.T.reshape(-1, 8))["problem"] == tracing.UNTRACED
    assert is_true(said(testimony, column.reshape(-1, 1)))
    assert is_true(said(testimony, np.asfortranarray(table)[4:]))
    assert is_true(said(testimony, table[4:, 1:]))


def test_values_that_were_shuffled_in_their_place_have_left_no_trail(testimony: Path) -> None:
    """Nor are rows in another order taken for those before."""
    data = frame()
    witness.keep(lambda: data)
    values = data[["x"]].to_numpy(copy=True)
    assert said(testimony, values)["is_sure"]
    np.random.default_rng(0)
    np.random.shuffle(values)  # noqa: NPY002 - notebooks do

    assert not said(testimony, values)["is_sure"]
    assert not said(testimony, values[::-1])["is_sure"]


def test_a_frame_of_scaled_rows_has_no_labels_of_its_own(testimony: Path) -> None:
    """A split gives it some that look like labels of records."""
    data = frame().reset_index(drop=True)
    witness.keep(lambda: data)
    clean = data[data.x % 3 > 0][["x"]]
    scaled = pd.DataFrame(StandardScaler(with_std=False, with_mean=False).fit_transform(clean), columns=["scaled"])
    _, test = split(scaled)

    document = said(testimony, test)
    assert is_true(document)
    assert not document["is_sure"]


def test_rows_in_an_order_that_nobody_saw_are_a_guess(testimony: Path) -> None:
    """Unless the compiler knows that there is no other."""
    data = frame()
    witness.keep(lambda: data)
    assert not said(testimony, np.array(data.x.tolist())[::-1, None])["is_sure"]

    witness.keep(lambda: data, in_order=True)
    document = said(testimony, np.array([[each] for each in data.x.tolist()]))
    assert is_true(document)
    assert document["is_sure"]


def test_labels_that_are_counted_anew_in_another_way_are_no_proof(testimony: Path) -> None:
    """Though the frame remembers that they were reset before."""
    data = frame()
    witness.keep(lambda: data)
    clean = data[data.x % 3 > 0].reset_index(drop=True)
    twice = clean.sort_values("name", ignore_index=True)
    halves = pd.DataFrame({"half": [0.5] * len(twice)}, index=twice.index)

    assert said(testimony, clean[["x"]])["is_sure"]
    assert is_true(said(testimony, clean[["x"]].head(3)))
    assert said(testimony, clean[["x"]].head(3))["is_sure"]
    assert not said(testimony, twice[["x"]])["is_sure"]
    assert not said(testimony, halves)["is_sure"]


def test_every_guess_is_told(testimony: Path) -> None:
    """Folds are alike in length, and one of them is what the notebook predicts."""
    data = frame()
    witness.keep(lambda: data)
    folds = [test for _, test in model_selection.KFold(4).split(data)]
    document = said(testimony, np.array([[data.x.iloc[each]] for each in folds[1]]))

    guesses = [document, *document["others"]]
    assert len(guesses) == 4
    assert not any(each["is_sure"] for each in guesses)
    assert sum([each["x"] for each in guess["records"]] == guess["predictions"] for guess in guesses) == 1


def test_the_rows_of_a_shuffle_are_known(testimony: Path) -> None:
    """As those of a split are."""
    data = frame()
    witness.keep(lambda: data)
    from sklearn import utils

    array, _ = utils.shuffle(data[["x"]].to_numpy(), data.x, random_state=2)
    document = said(testimony, array)

    assert is_true(document)
    assert document["is_sure"]
    assert document["predictions"] != data.x.tolist()


class Sampler:
    """Adds a row of its own between all others, as those that make samples do."""

    def fit_resample(self, X: Any, y: Any) -> Any:  # noqa: ANN401, N803
        """Return more rows."""
        rows = np.asarray(X)
        made = np.concatenate([rows, rows[:10] + 0.5])
        return (pd.DataFrame(made, columns=X.columns) if hasattr(X, "columns") else made), y


@pytest.mark.parametrize("is_frame", [True, False])
def test_rows_that_were_made_are_left_out(*, is_frame: bool, testimony: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the others are the records that they were."""
    monkeypatch.setattr(Sampler, "fit_resample", watching.resampling(Sampler.fit_resample))
    data = frame()
    witness.keep(lambda: data)
    inputs = data[["x"]] if is_frame else data[["x"]].to_numpy()
    more, _ = Sampler().fit_resample(inputs, None)
    document = said(testimony, more)

    assert is_true(document)
    assert (document["is_sure"], document["rows"], document["strays"]) == (True, 40, 10)

    document = said(testimony, split(more)[0])
    assert is_true(document)
    assert document["is_sure"]
    assert document["rows"] + document["strays"] == 37


def test_records_are_held_once_the_function_is_through(testimony: Path) -> None:
    """It may be called again, with other data."""
    data, other = frame(), frame(7)
    witness.keep(lambda: other)
    witness.keep(lambda: data)
    witness.hold()
    witness.keep(lambda: other)

    assert is_true(said(testimony, data[["x"]]))


def test_nothing_of_the_witness_goes_to_another_process(testimony: Path) -> None:
    """Which could not read it."""
    data = frame()
    witness.keep(lambda: data)
    fresh = data[data.x > 3].reset_index(drop=True)

    assert b"promote.verify" not in pickle.dumps(fresh)


def test_many_trails_are_not_kept_for_ever(testimony: Path) -> None:
    """And what the notebook still has is kept longest."""
    data = frame()
    witness.keep(lambda: data)
    values = data[data.x > 5][["x"]].to_numpy()
    for _ in range(300):
        data.x.to_numpy(copy=True)

    assert is_true(said(testimony, values))


def foreseen(path: Path, forecast: Any) -> dict[str, Any]:  # noqa: ANN401
    """Let the witness write down a forecast."""
    witness.foresee(lambda: forecast)
    document: dict[str, Any] = json.loads(path.read_text())
    return document


@pytest.mark.parametrize(
    ("index", "first"),
    [
        (pd.date_range("2020-01-31", periods=3, freq="ME"), "2020-01-31"),
        (pd.date_range("2020-01-31 01:00", periods=3, freq="h"), "2020-01-31 01:00:00"),
        (pd.period_range("2020-01", periods=3, freq="M"), "2020-01"),
        (pd.RangeIndex(7, 10), "7"),
    ],
    ids=["days", "hours", "periods", "numbers"],
)
def test_a_forecast_is_sent_as_its_length(index: pd.Index, first: str, testimony: Path) -> None:
    """Its steps are written as the service writes them."""
    document = foreseen(testimony, pd.Series([1.5, 2.5, 3.5], index=index))

    assert document["records"] == [{"steps": 3}]
    assert document["predictions"][0][0] == {"at": first, "value": 1.5}


def test_a_forecast_without_labels_is_numbered(testimony: Path) -> None:
    """As pandas numbers the values of an array."""
    assert foreseen(testimony, np.array([1.5, 2.5]))["predictions"] == [
        [{"at": "0", "value": 1.5}, {"at": "1", "value": 2.5}]
    ]


def test_a_long_forecast_is_cut(testimony: Path) -> None:
    """To what every service takes."""
    assert foreseen(testimony, np.zeros(testifying.HORIZON + 1))["records"] == [{"steps": testifying.HORIZON}]


def test_a_forecast_that_fails_is_said_and_not_raised(testimony: Path) -> None:
    """A notebook goes on whatever happens."""

    def fails() -> Any:  # noqa: ANN401
        raise KeyError("sales")

    witness.foresee(fails)

    assert json.loads(testimony.read_text()) == {"problem": "the notebook's forecast failed: KeyError('sales')"}

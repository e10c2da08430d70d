"""When two predictions are one."""

import pytest

from promote.verify.compare import are_telling, batches, same


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("yes", "yes"),
        (1, 1.0),
        (True, 1),
        (True, True),
        (0.1 + 0.2, 0.3),
        (1e12 + 0.0001, 1e12),
        (None, None),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        ([0.1, 0.2], [0.1, 0.2]),
        ({"a": 0.3}, {"a": 0.1 + 0.2}),
    ],
)
def test_equal_but_for_noise(expected: object, given: object) -> None:
    """Labels exactly, floats nearly."""
    assert same(expected, given)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("yes", "no"),
        (1, 2),
        (1, "1"),
        (True, 0),
        (True, "True"),
        (0.3, 0.300001),
        (0.0, 1e-8),
        (None, 0),
        (float("nan"), 0.0),
        (float("inf"), float("-inf")),
        (float("inf"), 1e308),
        ([0.1], [0.1, 0.2]),
        ({"a": 1}, {"b": 1}),
    ],
)
def test_not_equal(expected: object, given: object) -> None:
    """Neither by type nor by chance."""
    assert not same(expected, given)


def test_a_list_is_cut_in_batches() -> None:
    """The last one may be short."""
    assert [list(each) for each in batches([1, 2, 3], 2)] == [[1, 2], [3]]
    assert list(batches([], 2)) == []


@pytest.mark.parametrize(
    ("answers", "are"),
    [
        ([], False),
        ([1.5], False),
        (["no"] * 1000, False),
        ([0] * 500 + [1], False),
        ([0] * 500 + [1, 1], True),
        ([[0.1], [0.2]] * 10, True),
        (list(range(6)), False),
        (list(range(7)), True),
    ],
)
def test_answers_tell_their_order(answers: list[object], *, are: bool) -> None:
    """Unless they are alike, or few."""
    assert are_telling(answers) is are

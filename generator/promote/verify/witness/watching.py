"""The places where rows lose their labels. Each leaves a trail, and does what it always did."""

# ruff: noqa: ANN401 - what passes here belongs to the notebook, and may be of any type

import functools
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from promote.verify.witness import memory
from promote.verify.witness.likeness import positions_of
from promote.verify.witness.memory import Lineage, Rows
from promote.verify.witness.tracing import LINEAGE, are_known, forget, index_of, labelled, leave, length_of

_looking: list[bool] = []
"""Not empty while the witness itself looks at something."""


def watch() -> None:
    """Watch what the notebook's environment has of these."""
    for each in _WATCHES:
        try:
            each()
        except (ImportError, AttributeError):
            continue


def unwatch() -> None:
    """Put everything back."""
    while memory.state.replaced:
        owner, name, original = memory.state.replaced.pop()
        setattr(owner, name, original)


def _put(owner: Any, name: str, new: Any) -> None:
    memory.state.replaced.append((owner, name, inspect.getattr_static(owner, name)))
    setattr(owner, name, new)


@contextmanager
def _quietly() -> Iterator[bool]:
    """Look without being seen, and say whether the notebook itself is at work. What goes wrong here is none of its matters."""
    is_notebook = not _looking
    _looking.append(True)
    try:
        yield is_notebook
    except Exception:  # noqa: BLE001, S110 - a notebook goes on whatever happens here
        pass
    finally:
        _looking.pop()


def _watch_labels() -> None:
    import pandas as pd

    for kind in (pd.DataFrame, pd.Series):
        _put(kind, "reset_index", _relabelling(kind.reset_index))


def _relabelling(original: Any) -> Any:
    @functools.wraps(original)
    def reset_index(self: Any, *arguments: Any, **options: Any) -> Any:
        old = None
        with _quietly() as is_notebook:
            old = labelled(self) if is_notebook and memory.state.frame is not None else None
        result = original(self, *arguments, **options)
        with _quietly():
            target = self if result is None else result
            target.attrs.pop(LINEAGE, None)
            known = {*memory.state.known, None}
            if old is not None and len(target) == len(old.labels) and known.issuperset(old.labels):
                _has_lineage(target, Rows(list(old.labels), old.is_sure))
        return result

    return reset_index


def _has_lineage(frame: Any, rows: Rows) -> None:
    lineage = Lineage(frame.index, rows)
    memory.state.lineages.append(lineage)
    frame.attrs[LINEAGE] = lineage


def _watch_arrays() -> None:
    import pandas as pd

    for kind in (pd.DataFrame, pd.Series):
        _put(kind, "values", property(_leaving(inspect.getattr_static(kind, "values").fget)))
        for name in ("to_numpy", "__array__"):
            _put(kind, name, _leaving(getattr(kind, name)))
    _put(pd.DataFrame, "to_dict", _leaving(pd.DataFrame.to_dict))


def _leaving(original: Any) -> Any:
    """Whatever has as many rows as what it was made of has the same rows."""

    @functools.wraps(original)
    def made(self: Any, *arguments: Any, **options: Any) -> Any:
        result = original(self, *arguments, **options)
        with _quietly() as is_notebook:
            if is_notebook and _has_rows(result) and 1 < length_of(result) == length_of(self) and are_known(self):
                leave(result, self)
        return result

    return made


def _has_rows(values: Any) -> bool:
    return isinstance(values, list) or bool(getattr(values, "shape", ()))


def _watch_splits() -> None:
    from sklearn import model_selection, utils

    _put_everywhere(model_selection, "train_test_split", _parting(model_selection.train_test_split, 2))
    for name in ("shuffle", "resample"):
        _put_everywhere(utils, name, _parting(getattr(utils, name), 1))


def _put_everywhere(module: Any, name: str, new: Any) -> None:
    home = sys.modules.get(getattr(module, name).__module__)
    _put(module, name, new)
    if home is not None:
        _put(home, name, new)


def _parting(original: Any, parts_of_each: int) -> Any:
    """Split one more array, of positions, as the others are: that takes nothing from the random numbers."""

    @functools.wraps(original)
    def part(*arrays: Any, **options: Any) -> Any:
        if not arrays:
            return original(*arrays, **options)
        import numpy as np

        made = list(original(*arrays, np.arange(length_of(arrays[0])), **options))
        parts, numbers = made[:-parts_of_each], made[-parts_of_each:]
        with _quietly():
            for number, each in enumerate(parts):
                which = number % parts_of_each
                leave(each, arrays[number // parts_of_each], numbers[which].tolist(), is_test=which == 1)
        return parts if len(parts) > 1 else parts[0]

    return part


def _watch_shuffling() -> None:
    import random

    from numpy import random as numpy_random

    for module in (random, numpy_random):
        _put(module, "shuffle", _forgetting(module.shuffle))


def _forgetting(original: Any) -> Any:
    """What is shuffled in its place has other rows than before."""

    def shuffle(x: Any, *arguments: Any, **options: Any) -> None:
        original(x, *arguments, **options)
        with _quietly():
            forget(x)

    shuffle.__doc__ = original.__doc__
    return shuffle


def _watch_folds() -> None:
    from sklearn import model_selection

    for kind in vars(model_selection).values():
        if isinstance(kind, type) and "split" in vars(kind):
            _put(kind, "split", _folding(vars(kind)["split"]))


def _folding(original: Any) -> Any:
    @functools.wraps(original)
    def split(self: Any, X: Any = None, *arguments: Any, **options: Any) -> Any:  # noqa: N803 - as scikit-learn calls it
        for train, test in original(self, X, *arguments, **options):
            with _quietly() as is_notebook:
                if is_notebook and X is not None:
                    leave(None, X, [*map(int, train)])
                    leave(None, X, [*map(int, test)], is_test=True)
            yield train, test

    return split


def _watch_transformers() -> None:
    """What every transformer gives goes through one function, which lays it out as was asked for."""
    from sklearn.utils import _set_output

    original = _set_output._wrap_data_with_container  # noqa: SLF001

    @functools.wraps(original)
    def wrapped(method: Any, data_to_wrap: Any, original_input: Any, estimator: Any) -> Any:
        result = original(method, data_to_wrap, original_input, estimator)
        with _quietly() as is_notebook:
            if is_notebook and index_of(result) is None and length_of(result) == length_of(original_input):
                leave(result, original_input)
        return result

    _put(_set_output, "_wrap_data_with_container", wrapped)


def _watch_resampling() -> None:
    from imblearn import base  # type: ignore[import-not-found, unused-ignore]

    for kind in (base.SamplerMixin, base.BaseSampler):
        if "fit_resample" in vars(kind):
            _put(kind, "fit_resample", resampling(kind.fit_resample))


def resampling(original: Any) -> Any:
    """What is resampled has rows of its own making beside those that it was given: these are known by what is in them."""

    @functools.wraps(original)
    def fit_resample(self: Any, X: Any, y: Any, *arguments: Any, **options: Any) -> Any:  # noqa: N803
        result = original(self, X, y, *arguments, **options)
        with _quietly() as is_notebook:
            if is_notebook:
                positions = positions_of(result[0], X)
                leave(result[0], X, positions)
                rows = labelled(X)
                if index_of(result[0]) is not None and rows is not None:
                    labels = [None if at is None else rows.labels[at] for at in positions]
                    _has_lineage(result[0], Rows(labels, rows.is_sure))
        return result

    return fit_resample


_WATCHES = (
    _watch_labels,
    _watch_arrays,
    _watch_splits,
    _watch_shuffling,
    _watch_folds,
    _watch_transformers,
    _watch_resampling,
)

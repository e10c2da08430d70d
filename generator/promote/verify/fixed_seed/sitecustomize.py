"""Gives libraries a seed where a notebook gave them none, so that two trainings can be compared at all.

Python imports this module by itself when its folder is on the path. The notebook and the project are both run with it: what
asks for "any random state" gets the same one every time. What has a seed of its own is left as it is.
"""

import functools
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

_SEED = 0


def _seed_sklearn(validation: ModuleType) -> None:
    original = validation.check_random_state

    def check_random_state(seed: object) -> object:
        return original(_SEED if seed is None else seed)

    validation.check_random_state = check_random_state  # type: ignore[attr-defined]


def _seed_numpy(random: ModuleType) -> None:
    random.seed(_SEED)


def _seed_torch(torch: ModuleType) -> None:
    torch.manual_seed(_SEED)


def _seed_keras(keras: ModuleType) -> None:
    """Let every model begin with the same numbers, and every training, however many there were before."""
    make, fit = keras.Sequential.__new__, keras.Model.fit

    def seeded_new(cls: type, *arguments: object, **options: object) -> object:
        keras.utils.set_random_seed(_SEED)
        return make(cls, *arguments, **options)

    @functools.wraps(fit)
    def seeded_fit(*arguments: object, **options: object) -> object:
        keras.utils.set_random_seed(_SEED)
        try:
            return fit(*arguments, **options)
        finally:
            keras.utils.set_random_seed(_SEED)

    keras.utils.set_random_seed(_SEED)
    # Keras looks at the arguments of `__init__`, and at nobody's who makes the object.
    keras.Sequential.__new__ = seeded_new
    keras.Model.fit = seeded_fit


_CHANGES: dict[str, Callable[[ModuleType], None]] = {
    "sklearn.utils.validation": _seed_sklearn,
    "numpy.random": _seed_numpy,
    "torch": _seed_torch,
    "keras": _seed_keras,
}
"""What is done to a module before anybody has imported from it."""


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules as everybody does, and has some changed once they are loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module that hands out randomness."""
        if fullname not in _CHANGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, _CHANGES[fullname])
        return spec


class _Loader(importlib.abc.Loader):
    """Loads a module, and puts a fixed seed where there is none."""

    def __init__(self, loader: importlib.abc.Loader, change: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._change = change

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Make the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then change it."""
        self._loader.exec_module(module)
        self._change(module)


sys.meta_path.insert(0, _Finder())

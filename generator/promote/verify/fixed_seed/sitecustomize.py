"""Gives scikit-learn a seed where a notebook gave it none, so that two trainings can be compared at all.

Python imports this module by itself when its folder is on the path. The notebook and the project are both run with it: what
asks for "any random state" gets the same one every time. What has a seed of its own is left as it is.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType

_MODULE = "sklearn.utils.validation"
_SEED = 0


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module as everybody does, and has it changed once it is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find the module that hands out random states."""
        if fullname != _MODULE:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(importlib.abc.Loader):
    """Loads the module, and puts a fixed seed where there is none."""

    def __init__(self, loader: importlib.abc.Loader) -> None:
        self._loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Make the module as its own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then change it before anybody has imported from it."""
        self._loader.exec_module(module)
        original = module.check_random_state

        def check_random_state(seed: object) -> object:
            return original(_SEED if seed is None else seed)

        module.check_random_state = check_random_state  # type: ignore[attr-defined]


sys.meta_path.insert(0, _Finder())

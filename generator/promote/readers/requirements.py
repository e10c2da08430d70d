"""Files that list what to install: requirement specifiers in the order of the file, whatever the file's own form is."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

_CONDA = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)\s*(?P<version>[=<>!~].*)?$")
_MOVED = {"pytorch": "torch", "py-xgboost": "xgboost"}


def read_requirements(file_name: str, text: str) -> tuple[str, ...]:
    r"""Read the specifiers of one file. What cannot be read is left out: a stray line is no reason to stop.

    >>> read_requirements("requirements.txt", "pandas==1.5.3  # tables\n-r more.txt\n")
    ('pandas==1.5.3',)
    >>> read_requirements("environment.yml", "dependencies: [python=3.8, pandas=1.5, {pip: [numpy<2]}]")
    ('python==3.8.*', 'pandas==1.5.*', 'numpy<2')
    """
    reader = _READERS[file_name.rpartition(".")[2]]
    try:
        return tuple(found for line in reader(text) if (found := _valid(line)))
    except (ValueError, RecursionError):
        return ()


def _valid(line: str) -> str:
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return ""
    if requirement.url or (
        requirement.marker is not None and not requirement.marker.evaluate({"python_version": "3.11"})
    ):
        return ""
    return f"{requirement.name}{requirement.specifier}"


def _plain(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield line.split(" #", maxsplit=1)[0].split(" --", maxsplit=1)[0].strip()


def _conda(text: str) -> Iterator[str]:
    import yaml

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError:
        return
    for entry in _list(_mapping(document).get("dependencies")):
        if isinstance(entry, dict):
            yield from (str(each) for each in _list(entry.get("pip")))
        elif match := _CONDA.match(str(entry).rpartition("::")[2]):
            yield f"{_MOVED.get(match['name'], match['name'])}{_conda_version((match['version'] or '').strip())}"


def _conda_version(version: str) -> str:
    """Spell `=1.5`, `=1.5.3=py38_0` and `==1.5.3` as pip does."""
    if not version.startswith("="):
        return version
    number = version.lstrip("=").split("=")[0].removesuffix(".*")
    is_series = not version.startswith("==") and number.count(".") < 2
    return f"=={number}.*" if is_series else f"=={number}"


def _toml(text: str) -> Iterator[str]:
    document = tomllib.loads(text)
    yield from (str(each) for each in _list(_mapping(document.get("project")).get("dependencies")))
    poetry = _mapping(_mapping(document.get("tool")).get("poetry")).get("dependencies")
    for name, version in _mapping(poetry).items():
        wanted = version.get("version", "") if isinstance(version, dict) else version
        yield f"{name}{_poetry_version(str(wanted).strip())}"


def _poetry_version(version: str) -> str:
    if version.startswith("^"):
        first, *rest = version[1:].split(".")
        below = f"{int(first) + 1}" if first != "0" or not rest else f"0.{int(rest[0]) + 1}"
        return f">={version[1:]},<{below}"
    if version.startswith("~") and not version.startswith("~="):
        first, *rest = version[1:].split(".")
        return f">={version[1:]},<{first}.{int(rest[0]) + 1}" if rest else f"=={first}.*"
    if version in {"", "*"}:
        return ""
    return version if version[0] in "<>=!~" else f"=={version}"


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_READERS: Mapping[str, Callable[[str], Iterator[str]]] = {"txt": _plain, "yml": _conda, "yaml": _conda, "toml": _toml}

REQUIREMENT_FILES = ("requirements.txt", "environment.yml", "environment.yaml", "pyproject.toml")
"""Where people list what they install. An earlier file wins."""

"""Keeps a trained model on disk: one file for the model, and a manifest that says what it is.

A model file can run any code when it is opened. So nothing is opened before its checksum has been
compared with the manifest, and the manifest is the last file to be written: a reader sees the model
of before or the new one, never a mixture.
"""

import hashlib
import io
import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import joblib

MANIFEST = "manifest.json"
LIBRARIES = ("joblib", "numpy", "pandas", "scikit-learn", "xgboost", "lightgbm", "catboost")
"""A model may fail to open, or answer differently, where these are not as in training."""


class ArtefactError(Exception):
    """The folder holds no model that can be trusted. The message says why."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is known about a saved model."""

    name: str
    version: str
    """First 12 characters of `sha256`: the same model has the same version everywhere."""
    file: str
    sha256: str
    created: str
    """Time of saving in UTC, ISO 8601."""
    scores: dict[str, float]
    libraries: dict[str, str]
    """Versions that the model was trained with, Python's included."""


def save(model: object, directory: Path, *, name: str, scores: dict[str, float]) -> Manifest:
    """Write `model` to `directory` as the current one. Files of earlier versions stay beside it."""
    buffer = io.BytesIO()
    joblib.dump(model, buffer)
    content = buffer.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    manifest = Manifest(
        name=name,
        version=sha256[:12],
        file=f"{name}-{sha256[:12]}.joblib",
        sha256=sha256,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        scores=scores,
        libraries=_library_versions(),
    )
    directory.mkdir(parents=True, exist_ok=True)
    _replace(directory / manifest.file, content)
    _replace(directory / MANIFEST, json.dumps(asdict(manifest), indent=2).encode() + b"\n")
    return manifest


def load(directory: Path) -> tuple[object, Manifest]:
    """Read the current model of `directory`. Raises `ArtefactError` unless it is the one saved."""
    manifest = _read_manifest(directory / MANIFEST)
    path = directory / manifest.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArtefactError(f"{path} cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise ArtefactError(f"{path} is not the file that its manifest describes")
    try:
        return joblib.load(io.BytesIO(content)), manifest
    except Exception as error:  # unpickling can raise anything
        raise ArtefactError(f"{path} cannot be opened: {type(error).__name__}: {error}") from error


def _read_manifest(path: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise ArtefactError(f"there is no model in {path.parent}: no {path.name}") from error
    except (OSError, TypeError, ValueError) as error:
        raise ArtefactError(f"{path} is not a manifest: {error}") from error
    if manifest.file != Path(manifest.file).name:
        raise ArtefactError(f"{path} names a file in another folder")
    return manifest


def _replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, so that nobody ever reads half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _library_versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    return versions

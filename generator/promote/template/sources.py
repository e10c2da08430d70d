"""Where templates come from, and which of them are trusted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from packaging.version import InvalidVersion, Version

from promote.errors import TemplateError, UsageError

HOME = "https://github.com/promote-notebook/promote"
"""As whoever watches for new releases knows it: not all of them read Copier's `gh:`."""
ALLOW_LIST = "PROMOTE_SOURCES"
"""The environment variable that names further sources, or beginnings of them, separated by blanks or commas."""
_ENTRIES = ("copier.yml", "template")
_SHORT = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
_WITH_CREDENTIALS = re.compile(r"(?P<scheme>https?(?=://)|\w+(?=://[^/@\s]*:))://[^/@\s]+@")
"""Any user of HTTP, because a token may stand for one; with other protocols, one with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Where a template comes from. `ref` is a tag, branch or commit of it."""

    location: str
    ref: str | None = None


def parse_source(text: str) -> Template:
    """Split `SOURCE[@REF]`. An `@` before the last `/` or `:` belongs to the source (`git@host:path`).

    A folder becomes absolute, because the project that records it lies elsewhere.
    """
    if Path(text).is_dir():
        return Template(location=str(Path(text).resolve()))
    head, at, ref = text.rpartition("@")
    if at and head and ref and "/" not in ref and ":" not in ref:
        return Template(location=str(Path(head).resolve()) if Path(head).is_dir() else head, ref=ref)
    return Template(location=text)


def bundled_entries() -> dict[str, Path]:
    """Find the template that came with this version: in the wheel, or at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_template", package.parents[1]):
        if all((folder / entry).exists() for entry in _ENTRIES):
            return {entry: folder / entry for entry in _ENTRIES}
    raise TemplateError(
        "the template that belongs to this version is missing",
        why=f"neither `{package / '_template'}` nor a checkout holds it",
        hint="install the package again, or name a template: `--template SOURCE`",
    )


def bundled_commit() -> str:
    """Return the commit that the bundled template was released as; empty in a checkout, which is no release."""
    file = bundled_entries()["template"].with_name("commit")
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def refuse_credentials(location: str) -> None:
    """Refuse a source that holds a user or a password: it would be written into the project."""
    if _WITH_CREDENTIALS.search(location):
        shown = _WITH_CREDENTIALS.sub(r"\g<scheme>://…@", location)
        raise UsageError(
            f"`{shown}` holds credentials",
            why="the project records its sources, so that everybody could read them",
            hint="let git know them: `git config credential.helper`, or use `git@host:path`",
        )


def refuse_strangers(location: str, allowed: Iterable[str]) -> None:
    """Refuse a source that the project names and nobody here has allowed. Folders of this machine are allowed."""
    if any(_begins(location, each) for each in (HOME, *allowed)) or _is_local(location):
        return
    raise TemplateError(
        f"`{location}` is not on the list of sources that are allowed",
        why="a project says itself where it is rendered from, and whoever can write to it can say something else",
        hint=f"if you know the source, allow it: `--allow {location}`, or always: `export {ALLOW_LIST}={location}`",
    )


def _begins(location: str, allowed: str) -> bool:
    """Whether a source is the allowed one, or lies below it: `gh:acme` allows `gh:acme/template`, not `gh:acmes/x`."""
    place, prefix = address(location).removesuffix(".git"), address(allowed).removesuffix(".git").rstrip("/")
    leads_out = ".." in unquote(place).split("/")
    return bool(prefix) and not leads_out and (place == prefix or place.startswith(f"{prefix}/"))


def _is_local(location: str) -> bool:
    """Whether git would look on this machine. A folder may well be called `gh:acme`, but git would not look into it."""
    is_path = ":" not in location.partition("/")[0]
    return location.startswith("file://") or (is_path and Path(location).expanduser().exists())


def address(location: str) -> str:
    """Spell a source as Copier asks git for it: `gh:owner/name` is a repository of GitHub.

    >>> address("gh:promote-notebook/promote")
    'https://github.com/promote-notebook/promote.git'
    """
    plain = location.removeprefix("git+")
    for short, site in _SHORT.items():
        if plain.startswith((short, site)):
            return f"{site}{plain.removeprefix(short).removeprefix(site).removesuffix('.git')}.git"
    return str(Path(plain).expanduser()) if plain.startswith("~") else plain


def is_home(location: str) -> bool:
    """Whether a source is our own template's, however it is spelled.

    >>> is_home("gh:promote-notebook/promote"), is_home("gh:acme/promote")
    (True, False)
    """
    return address(location).removesuffix(".git") == HOME


def newest(tags: Iterable[str], current: str = "") -> str | None:
    """Name the latest release among tags, as Copier chooses it: no pre-release, unless the current one is such.

    >>> newest(["v1.0.0", "v1.10.0", "v1.9.0", "v2.0.0rc1", "latest"])
    'v1.10.0'
    """
    now = _version(current)
    versions = {tag: version for tag in tags if (version := _version(tag)) is not None}
    wanted = {tag: each for tag, each in versions.items() if not each.is_prerelease or (now and now.is_prerelease)}
    return max(wanted, key=lambda tag: (wanted[tag], tag), default=None)


def is_newer(tag: str, current: str) -> bool:
    """Whether a release is newer than what `git describe` says of the current state: `v1.0.0-3-gabc` is after v1.0.0."""
    released, now = _version(tag), _version(current.partition("-")[0])
    return released is not None and (now is None or released > now)


def _version(tag: str) -> Version | None:
    try:
        return Version(tag)
    except InvalidVersion:
        return None

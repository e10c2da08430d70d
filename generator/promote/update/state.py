"""All that promote writes of a project, in one folder: its template, its overlays and its derived files.

Each file has one owner, because whoever updates a file that two own removes what the other wrote.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from promote import disk, template
from promote.environment import ruff
from promote.errors import TemplateError
from promote.model.records import ANSWERS, BASE, PARITY
from promote.template import Layer, Recorded, Template
from promote.update.derived import Derived
from promote.update.project import layer_name

_TEMPLATE, _NOTEBOOK = "the template", "the notebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a project is made from: its layers, its template first, and its derived files."""

    layers: tuple[Layer, ...]
    derived: Derived


def write(state: State, folder: Path) -> tuple[str, ...]:
    """Write a state to an empty folder. Returns what there is to say of it.

    Raises `TemplateError` where two layers would own one file.
    """
    owners: dict[str, str] = {}
    notes = _lay_all(state.layers, folder, (), owners)
    _own(owners, _kept(state.derived.files), _NOTEBOOK)
    _derive(state.derived, folder)
    return notes


def lay_on_top(layers: Sequence[Layer], folder: Path, derived: Collection[str]) -> tuple[str, ...]:
    """Render overlays into a folder that its template was rendered into, and where files are still to be derived.

    Returns what there is to say of them.
    """
    owners = dict.fromkeys(disk.listing(folder), _TEMPLATE) | dict.fromkeys(_kept(derived), _NOTEBOOK)
    return _lay_all(layers, folder, (ANSWERS,), owners)


def check_recorded(layers: Iterable[Recorded], folder: Path) -> None:
    """Refuse a tag that names another commit than it did: the merge would start from what the project never was."""
    for layer in layers:
        now = template.recorded(layer.file, disk.read_files(folder, (layer.file,))[layer.file])
        if layer.sha and now.sha and layer.sha != now.sha:
            raise TemplateError(
                f"`{layer.template.ref}` of `{layer.template.location}` is not what it was",
                why=f"the project was made from {layer.sha[:12]}, and the tag names {now.sha[:12]} now",
                hint="ask who moved the tag; if that is right, write the new commit to "
                f"`_commit_sha` in `{layer.file}`, and commit it",
            )


def _lay_all(
    layers: Sequence[Layer], folder: Path, answers_files: tuple[str, ...], owners: dict[str, str]
) -> tuple[str, ...]:
    notes: list[str] = []
    for layer in layers:
        file, said = _lay(layer, folder, answers_files, owners)
        answers_files = (*answers_files, file)
        notes += [f"`{layer.template.location}`: {each}" for each in said]
    return tuple(dict.fromkeys(notes))


def _lay(
    layer: Layer, folder: Path, answers_files: Sequence[str], owners: dict[str, str]
) -> tuple[str, tuple[str, ...]]:
    """Render a layer beside the answers of those before it, which it may read, and put its own files into the folder."""
    location = layer.template.location
    with disk.workplace() as place:
        known = disk.read_files(folder, answers_files)
        disk.write_files(place, known)
        file, notes = _render(layer, place)
        template.check_overlay(file, location, disk.listing(place), answers_files)
        if disk.read_files(place, answers_files) != known:
            raise TemplateError(
                f"`{location}` changes the answers of another layer",
                hint="leave `.copier-answers*.yml` files out of a template, but for its own",
            )
        names = tuple(name for name in disk.listing(place) if name not in known)
        _own(owners, names, f"the layer `{layer_name(file)}`" if answers_files else _TEMPLATE)
        disk.lay_over(place, folder, names)
    return file, notes


def _render(layer: Layer, place: Path) -> tuple[str, tuple[str, ...]]:
    """Render a layer; our own template, as it came with this version, without asking its home."""
    version = disk.tool_version()
    if not template.is_home(layer.template.location) or layer.template.ref != f"v{version}":
        return template.render_layer(layer, place)
    with disk.temporary_folder(template.bundled_entries()) as bundled:
        here = replace(layer, template=Template(location=str(bundled)))
        file, notes = template.render_layer(here, place)
    answers = disk.read_files(place, (file,))
    disk.write_files(
        place, {name: template.at_home(text, version, template.bundled_commit()) for name, text in answers.items()}
    )
    return file, notes


def _own(owners: dict[str, str], names: Sequence[str], owner: str) -> None:
    """Give files to an owner. Raises `TemplateError` if one has an owner already: each would remove the other's."""
    folders = {str(folder): name for name in owners for folder in PurePosixPath(name).parents}
    for name in names:
        taken = next(
            (each for each in (name, *map(str, PurePosixPath(name).parents)) if each in owners), folders.get(name)
        )
        if taken:
            raise TemplateError(
                f"`{taken}` would have two owners",
                why=f"{owners[taken]} and {owner} both write it",
                hint="a file belongs to one of them: take it out of the other, in its `_exclude` table",
            )
    owners.update(dict.fromkeys(names, owner))


def _kept(derived: Iterable[str]) -> tuple[str, ...]:
    """Name derived files, and what is kept of them."""
    return (PARITY, *(path for name in derived for path in (name, f"{BASE}/{name}.txt")))


def _records(derived: Derived) -> Mapping[str, str]:
    return {PARITY: derived.parity} if derived.parity else {}


def _derive(derived: Derived, folder: Path) -> None:
    disk.write_files(folder, {**derived.files, **_records(derived)})
    fresh = [name for name, text in derived.files.items() if name.endswith(".py") and derived.base.get(name) != text]
    ruff.clean(folder, fresh)
    written = disk.read_files(folder, tuple(name for name, text in derived.base.items() if text is None))
    base = {name: written.get(name, text or "") for name, text in derived.base.items()}
    disk.write_files(folder, {f"{BASE}/{name}.txt": text for name, text in base.items()})

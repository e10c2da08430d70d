"""A run as a list of steps: each takes what is known so far and returns more of it.

    new      read, compile, choose a destination, then, in a staging folder: render, overlay, derive, clean, keep the base,
             commit
    inspect  read, compile, show

A step that cannot go on raises `PromoteError`; what was staged until then is gone with the staging folder.
"""

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from promote import disk, git, template
from promote.console import Console, counted
from promote.console.overview import overview_json, overview_text, tree_text
from promote.environment import ruff
from promote.errors import UsageError
from promote.model.diagnostic import Severity
from promote.model.promotion import Promotion
from promote.model.records import ANSWERS, BASE, PARITY
from promote.model.source import Source
from promote.update.overlay import new_layer
from promote.update.state import lay_on_top

Compile = Callable[[Source], Promotion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    notebook: Path
    destination: Path | None = None
    given: Mapping[str, object] = field(default_factory=dict)
    template: str | None = None
    overlays: tuple[str, ...] = ()
    """Further templates on top, each `SOURCE[@REF]`."""
    ask: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is known in the middle of a run."""

    request: Request
    promotion: Promotion
    source: Source
    destination: Path
    stage: Path
    asked: frozenset[str] = frozenset()
    """Questions of the template. It need not ask all of them, and keeps the answers to those that it asks."""
    notes: tuple[str, ...] = ()

    def noting(self, *notes: str) -> "Run":
        """Add to what the person is told at the end."""
        return replace(self, notes=(*self.notes, *notes))


Step = Callable[[Run], Run]


def new(request: Request, compile_source: Compile, console: Console) -> None:
    """Promote a notebook to a project, or show what that would write."""
    source = disk.read_source(request.notebook)
    promotion = compile_source(source)
    destination = disk.check_destination(request.destination or default_destination(promotion))
    with disk.staged(destination) as stage:
        run = Run(request=request, promotion=promotion, source=source, destination=destination, stage=stage)
        for step in BUILD:
            run = step(run)
        if request.dry_run:
            console.data(f"{overview_text(promotion)}\n\n{tree_text(destination.name, disk.listing(stage))}")
        else:
            run = commit(run)
            disk.put_in_place(stage, destination)
    report(run, console)


def inspect(notebook: Path, compile_source: Compile, console: Console, *, as_json: bool) -> None:
    """Show what promote understands of a notebook."""
    promotion = compile_source(disk.read_source(notebook))
    console.data(overview_json(promotion) if as_json else overview_text(promotion))


def default_destination(promotion: Promotion) -> Path:
    """Name the project's folder as its distribution: `./customer-churn`."""
    return Path(promotion.answers.package_name.replace("_", "-"))


def render(run: Run) -> Run:
    """Render the template into the staging folder, with the facts of the notebook."""
    answers = run.promotion.answers
    shared = bool(run.request.overlays)
    rendering = template.Rendering(
        facts=answers.facts(),
        given=run.request.given,
        suggestions=answers.suggestions(),
        ask=run.request.ask,
        shared=shared,
    )
    if run.request.template is not None:
        template.refuse_credentials(run.request.template)
        return run.noting(*template.render(template.parse_source(run.request.template), run.stage, rendering))
    with disk.temporary_folder(template.bundled_entries()) as folder:
        asked = template.questions(folder)
        given = template.accepted(template.answers_to(asked, rendering.given) if shared else rendering.given, asked)
        warnings = template.render(template.Template(location=str(folder)), run.stage, replace(rendering, given=given))
    recorded = disk.read_files(run.stage, (ANSWERS,))
    commit = template.bundled_commit()
    disk.write_files(
        run.stage, {name: template.at_home(text, run.source.tool_version, commit) for name, text in recorded.items()}
    )
    return replace(run, asked=frozenset(asked)).noting(*warnings)


def overlay(run: Run) -> Run:
    """Render an organisation's own layers on top, which may read what was answered below them.

    What the template did not ask is answered to whichever layer asks it. Raises `UsageError` if none does.
    """
    if not run.request.overlays:
        return run
    asked = run.asked | _answered(run, (ANSWERS,))
    offered = {name: value for name, value in run.request.given.items() if name not in asked}
    layers = (new_layer(source) for source in run.request.overlays)
    notes = lay_on_top(
        tuple(replace(layer, offered=offered, ask=run.request.ask) for layer in layers),
        run.stage,
        run.promotion.files,
    )
    of_layers = tuple(name for name in disk.listing(run.stage) if name.startswith(".copier-answers."))
    for name in sorted(offered.keys() - _answered(run, of_layers)):
        raise UsageError(f"`{name}` cannot be answered", why="neither the template nor an overlay asks it")
    return run.noting(*notes)


def _answered(run: Run, files: tuple[str, ...]) -> frozenset[str]:
    """Name the questions whose answers are in these files."""
    texts = disk.read_files(run.stage, files)
    return frozenset(name for file, text in texts.items() for name in template.recorded(file, text).answers)


def derive(run: Run) -> Run:
    """Write the derived files, and copy the data that the notebook reads."""
    template.check_free(disk.listing(run.stage), run.promotion.files)
    disk.write_files(run.stage, run.promotion.files)
    return run.noting(*_copy_data(run))


def _copy_data(run: Run) -> Iterator[str]:
    for each in run.promotion.data:
        target = disk.inside(run.stage, each.destination)
        obstacle = disk.copy_data(run.source.folder / each.source, target)
        if obstacle:
            yield f"`{each.source}` was not copied: {obstacle}"


def clean(run: Run) -> Run:
    """Bring the derived code in the project's own style."""
    ruff.clean(run.stage, tuple(name for name in run.promotion.files if name.endswith(".py")))
    return run


def keep_base(run: Run) -> Run:
    """Keep the pristine text of every derived file, and what `verify` must know."""
    derived = disk.read_files(run.stage, run.promotion.files)
    disk.write_files(run.stage, {f"{BASE}/{name}.txt": text for name, text in derived.items()})
    disk.write_files(run.stage, {PARITY: run.promotion.parity.to_json()})
    return run


BUILD: tuple[Step, ...] = (render, overlay, derive, clean, keep_base)


def commit(run: Run) -> Run:
    """Make a repository with a first commit, unless the project will lie in one."""
    if not git.is_there():
        return run.noting("git is not installed, so there is no repository yet")
    around = git.repository_around(run.destination.parent)
    if around is not None:
        return run.noting(f"`{run.destination.name}` lies in the repository `{around}`, so nothing was committed")
    git.first_commit(run.stage, f"Promote {PurePosixPath(run.promotion.answers.notebook).name}")
    return run


def report(run: Run, console: Console) -> None:
    """Tell what was found and what to do next."""
    for finding in run.promotion.findings:
        if finding.severity is not Severity.NOTE:
            console.finding(finding)
    for note in run.notes:
        console.warn(note)
    if not run.request.dry_run:
        console.say(_farewell(run))


def _farewell(run: Run) -> str:
    promotion = run.promotion
    errors = sum(each.severity is Severity.ERROR for each in promotion.findings)
    findings = counted(len(promotion.findings), "finding") + (
        f", {counted(errors, 'error')} among them" if errors else ""
    )
    place = shlex.quote(_shown(run.destination))
    steps = "\n".join(f"  {command}" for command in (f"cd {place}", "make setup", "promote verify"))
    where = f"{findings}; `PROMOTION.md` says where every cell went" if promotion.findings else "nothing to act on"
    return f"Promoted `{run.source.name}` to `{_shown(run.destination)}`: {where}\n\nNext:\n{steps}"


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path != here and path.is_relative_to(here) else str(path)


def parse_given(pairs: tuple[str, ...], answers: Path | None) -> dict[str, object]:
    """Merge the answers of a file with those of the command line, which win."""
    given = template.read_answers(answers) if answers else {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"`--data {pair}` is not an answer", hint="write `--data KEY=VALUE`")
        given[key.strip()] = value
    return given

"""From evidence to environments: the eras that it allows, newest first, each as requirements that belong together."""

from collections.abc import Iterable, Sequence

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version

from promote.knowledge.distributions import RANGES, SERVICE
from promote.knowledge.eras import COMPANIONS, ERAS, OLDEST
from promote.model.environment import Environment, Evidence, Reason
from promote.model.program import DirectiveKind, Program
from promote.planners.eras import span
from promote.planners.evidence import canonical


def plan_environments(
    program: Program, evidence: Evidence, used: Sequence[str], imported: Sequence[str]
) -> tuple[Environment, ...]:
    """Plan the environments. `used` are the distributions of the derived code, `imported` those of the whole notebook."""
    pins = _pins(program)
    eras = [era for era in range(evidence.era, len(ERAS)) if _is_new_enough(era, evidence.reasons)]
    return _distinct(_environment(era, evidence, pins, used, imported) for era in eras or [evidence.era])


def _environment(
    era: int, evidence: Evidence, pins: dict[str, str], used: Sequence[str], imported: Sequence[str]
) -> Environment:
    def requirement(name: str) -> str:
        return pins.get(canonical(name)) or f"{name}{_range(era, name, evidence.reasons)}"

    names = _with_companions(era, used)
    return Environment(
        name=ERAS[era].name,
        requirements=tuple(sorted(map(requirement, names), key=str.lower)),
        notebook_requirements=tuple(sorted((requirement(each) for each in set(imported) - set(names)), key=str.lower)),
        python_below=ERAS[era].python_below,
    )


def _pins(program: Program) -> dict[str, str]:
    """Return what `%pip install` asks for and can be had, word for word."""
    found = {}
    for directive in program.directives:
        if directive.kind is not DirectiveKind.INSTALL:
            continue
        try:
            requirement = Requirement(directive.text)
        except InvalidRequirement:
            continue
        name = canonical(requirement.name)
        exact = [each.version for each in requirement.specifier if each.operator == "=="]
        too_old = name in OLDEST and any(Version(each.removesuffix(".*")) < Version(OLDEST[name]) for each in exact)
        if requirement.specifier and name not in SERVICE and not too_old:
            found[name] = directive.text
    return found


def _range(era: int, name: str, reasons: Sequence[Reason]) -> str:
    about = [each for each in reasons if each.binding and each.distribution == name]
    below = [each.below for each in about if each.below]
    if era == 0 or name not in ERAS[era].below:
        first, era_below = _newest(name)
    else:
        first, era_below = span(era, name)
    upper = min([*below, *([era_below] if era_below else [])], key=Version, default="")
    since = [each.since for each in about if each.since]
    lower = max([*since, *([first] if first else [])], key=Version, default="")
    if lower and upper and Version(lower) >= Version(upper):
        lower = max([OLDEST.get(name, ""), *since], key=lambda each: Version(each or "0"))
        lower = lower if not lower or Version(lower) < Version(upper) else ""
    return ",".join([*([f">={lower}"] if lower else []), *([f"<{upper}"] if upper else [])])


def _newest(name: str) -> tuple[str, str]:
    parts = RANGES.get(name, "").split(",")
    return next((each[2:] for each in parts if each.startswith(">=")), ""), next(
        (each[1:] for each in parts if each.startswith("<")), ""
    )


def _with_companions(era: int, names: Sequence[str]) -> list[str]:
    if era == 0:
        return list(names)
    return sorted({*names, *(other for name in names for other in COMPANIONS.get(name, ()))})


def _is_new_enough(era: int, reasons: Iterable[Reason]) -> bool:
    """Whether an era is not older than anything that the code needs."""
    for each in reasons:
        below = span(era, each.distribution)[1] if each.distribution in OLDEST else ""
        if each.binding and each.since and below and Version(each.since) >= Version(below):
            return False
    return True


def _distinct(environments: Iterable[Environment]) -> tuple[Environment, ...]:
    """Leave out an era that differs from the newer one before it in its name only."""
    found: list[Environment] = []
    for each in environments:
        if not found or (each.requirements, each.notebook_requirements) != (
            found[-1].requirements,
            found[-1].notebook_requirements,
        ):
            found.append(each)
    return tuple(found)

"""Passes: each takes a program and returns a new one. The order below is the order of the analysis."""

from collections.abc import Callable, Mapping, Sequence

from promote.model.notebook import Notebook
from promote.model.program import Program
from promote.passes.arms import take_arms
from promote.passes.class_variables import give_variables
from promote.passes.fitting import part_fits
from promote.passes.hosted import leave_host
from promote.passes.inline import inline
from promote.passes.magics import take_out_magics
from promote.passes.modules import take_modules
from promote.passes.names import find_names
from promote.passes.objects import dissolve, drop_methods
from promote.passes.parse import parse
from promote.passes.reads import part_reads
from promote.passes.redefined import tell_apart
from promote.passes.run_files import run_files
from promote.passes.switched_off import drop_switched_off
from promote.passes.unroll import unroll
from promote.passes.unroll_frames import unroll_frames

AS_WRITTEN: tuple[Callable[[Program], Program], ...] = (
    take_out_magics,
    parse,
    run_files,
    take_modules,
    drop_switched_off,
    leave_host,
    find_names,
)
"""Those that leave the author's own loops and functions as they are."""
PASSES: tuple[Callable[[Program], Program], ...] = (
    take_out_magics,
    parse,
    run_files,
    take_modules,
    drop_switched_off,
    leave_host,
    part_reads,
    take_arms,
    dissolve,
    tell_apart,
    give_variables,
    unroll,
    inline,
    unroll,
    inline,
    drop_methods,
    take_arms,
    part_fits,
    unroll_frames,
    find_names,
)
"""Those that give the program one way to fit a model."""
WITH_OBJECTS = tuple(each for each in PASSES if each not in {dissolve, drop_methods})
"""The same, for what has no model: its objects stay as they are."""


def analyse(
    notebook: Notebook,
    passes: Sequence[Callable[[Program], Program]] = PASSES,
    modules: Mapping[str, str] | None = None,
) -> Program:
    """Run passes, in order. `modules` are texts of what lies beside the notebook, by the path under which it is imported."""
    program = Program(notebook=notebook, modules=modules or {})
    for each in passes:
        program = each(program)
    return program

"""A notebook without a model: its own code, as it was written."""

from dataclasses import replace

from promote.compiler.derived import Derived
from promote.compiler.overview import job_overview
from promote.compiler.parity import job_parity
from promote.compiler.reading import read_as_written, read_with_objects
from promote.compiler.subject import Subject
from promote.emitters.job import emit_job
from promote.model.answers import Archetype
from promote.planners.imports import import_lines
from promote.planners.jobs import job_data, why_not_run
from promote.rules import judge


def derive_job(subject: Subject) -> Derived:
    """Make a job of the notebook's own code."""
    subject = replace(subject, program=read_with_objects(subject.source))
    program = read_as_written(subject.source)
    if {each.literal for each in job_data(subject.program, subject.beside)} - {
        each.literal for each in job_data(program, subject.beside)
    }:
        # A loop over names of files is spelled out, so that each of them becomes a setting.
        program = subject.program
    data = job_data(program, subject.beside)
    facts = subject.facts(None, data)
    return Derived(
        archetype=Archetype.JOB,
        facts=facts,
        findings=judge(facts),
        files=emit_job(
            program,
            subject.identity.package,
            import_lines(program),
            data,
            runnable=why_not_run(program, data, subject.imported),
        ),
        overview=job_overview(subject, data),
        parity=job_parity(subject, data),
    )

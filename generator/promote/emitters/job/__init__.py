"""A notebook without a model becomes a job: its own code in functions, its data and its outputs as settings."""

from promote.emitters.job.module import holder_of_settings, job_module, run_by_job
from promote.emitters.job.tests import job_test
from promote.emitters.settings import settings_module
from promote.model.files import Files
from promote.model.plan import DataFile, Setting
from promote.model.program import Program


def emit_job(
    program: Program,
    package: str,
    imports: dict[str, str],
    data: tuple[DataFile, ...],
    *,
    runnable: str,
) -> Files:
    """Emit the job. `runnable` is the reason why its test cannot run it, or empty."""
    settings = (
        *(
            Setting(
                name=each.setting,
                type="Path",
                value=f'Path("data/{each.file_name}")',
                doc=f"Data that the job reads: `{each.file_name}`.",
            )
            for each in data
        ),
        Setting(name="output_dir", type="Path", value='Path("outputs")', doc="Folder that the job writes to."),
    )
    holder = holder_of_settings(program)
    statements = run_by_job(program, imports, data, holder)
    return {
        f"src/{package}/settings.py": settings_module(package, settings),
        f"src/{package}/job.py": job_module(program, statements, package, imports, holder),
        "tests/test_job.py": job_test(statements, package, data, runnable),
    }

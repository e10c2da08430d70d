"""What is compiled: a notebook, read and analysed, with what lies beside it."""

from dataclasses import dataclass, replace

from promote.compiler.reading import read_program, with_modules
from promote.model.facts import Facts
from promote.model.plan import DataFile
from promote.model.program import Program
from promote.model.source import Source
from promote.planners.evidence import gather
from promote.planners.identity import Identity, plan_file_name, plan_identity
from promote.planners.imports import imported_values, top_modules
from promote.planners.values import Value
from promote.readers.beside import Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A notebook before anybody asks what kind of prototype it is."""

    source: Source
    program: Program
    imports: dict[str, Value]
    imported: frozenset[str]
    """Top-level modules that the notebook imports."""
    identity: Identity
    beside: Beside

    @property
    def notebook_path(self) -> str:
        """Where the project keeps the notebook."""
        return f"notebooks/{plan_file_name(self.source.name)}"

    def facts(
        self, statements: frozenset[int] | None, data: tuple[DataFile, ...], expressions: tuple[str, ...] = ()
    ) -> Facts:
        """State what the rules need to know about every notebook.

        `statements` are those that the project is made of (`None` means all), `expressions` what it computes beside them.
        """
        return Facts(
            program=self.program,
            imported=self.imported,
            names={name: value.qualified for name, value in self.imports.items()},
            evidence=gather(self.program, statements, self.beside.requirements(), expressions),
            data=data,
        )


def read_subject(source: Source) -> Subject:
    """Read a notebook. `NotebookError` is raised for a text that is none."""
    source = with_modules(source)
    program = read_program(source)
    imported = top_modules(program)
    identity = plan_identity(program.notebook, source.folder.resolve().name, imported)
    return Subject(
        source=source,
        program=program,
        imports=imported_values(program),
        imported=imported,
        identity=replace(identity, package=source.package) if source.package else identity,
        beside=Beside(source.folder),
    )

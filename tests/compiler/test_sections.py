"""A job in parts does what the notebook does in one piece, whatever passes from one part to the next."""

import contextlib
import io
import sys
import types
from pathlib import Path

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from promote.compiler import compile_notebook
from promote.model.source import Source

NAMES = st.sampled_from("abcde")
NUMBERS = st.integers(0, 9).map(str)
FUNCTIONS = st.sampled_from(["f", "g"])


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Write one statement over a few variables: each kind hands values on in its own way."""
    x, y, z = draw(NAMES), draw(NAMES), draw(NAMES)
    n, function = draw(NUMBERS), draw(FUNCTIONS)
    return draw(
        st.sampled_from(
            [
                *(f"{x} = {y} + {n}", f"{x} = {n}", f"{x} += {y}", f"print('{x}', {x})", f"{x}, {y} = {y}, {x}"),
                *(f"if {x} > {n}:\n    {y} = {z}", f"if {x} > {n}:\n    {y} = {z}\nelse:\n    {y} = {n}"),
                *(f"for {x} in range({n}):\n    {y} = {y} + {x}", f"while {x} < {n}:\n    {x} += 1"),
                *(f"def {function}(v):\n    return v + {x}", f"{function} = lambda v: v * {x} - {y}"),
                *(f"def {function}(v):\n    return v + {n}", f"{x} = {function}({y})", f"print({function}({x}))"),
                *(f"kept.append({x})", f"kept = [*kept, {x}]", "print(kept)", f"{x} = max(v + {y} for v in kept)"),
                *(f"try:\n    {x} = kept[{n}]\nexcept IndexError:\n    {y} = {z}", f"del {x}"),
                *(f"def {function}(v):\n    kept.append(v)\n    return {x}", f"if (w := {x}) > {n}:\n    print(w)"),
                f"def {function}(v):\n    global {x}\n    {x} = v\n    return v",
            ]
        )
    )


@st.composite
def notebooks(draw: st.DrawFn) -> str:
    """Write a notebook of some sections, in percent format."""
    beginning = "# %%\na, b, c, d, e = 1, 2, 3, 4, 5\nkept = [1]\ndef f(v):\n    return v\ng = f\nprint(a)\n"
    parts = draw(st.lists(st.lists(statements(), min_size=4, max_size=8), min_size=4, max_size=6))
    cells = ["\n".join([*part, "print(a, b, c, d, e, kept)"]) for part in parts]
    return beginning + "".join(
        f"# %% [markdown]\n# ## Part {letter}\n# %%\n{cell}\n" for letter, cell in zip("abcdef", cells, strict=False)
    )


class Nowhere:
    """A folder that stays empty."""

    def mkdir(self, **_: object) -> None:
        """Make nothing."""

    def iterdir(self) -> list[Path]:
        """List nothing."""
        return []


def printed_by(code: str) -> str:
    """Run a module and return what it prints."""
    module = types.ModuleType("prototype.settings")
    module.Settings = lambda: types.SimpleNamespace(output_dir=Nowhere())  # type: ignore[attr-defined]
    sys.modules["prototype.settings"] = module
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "<job>", "exec"), {"__name__": "__main__"})  # noqa: S102 - it is made of what stands above
    return printed.getvalue()


@settings(max_examples=100, report_multiple_bugs=False)
@given(notebooks())
def test_a_job_prints_what_its_notebook_prints(notebook: str) -> None:
    """Every variable has the same value at the end of every section."""
    try:
        expected = printed_by(notebook)
    except (NameError, TypeError, OverflowError):
        reject()
    files = compile_notebook(Source(name="prototype.py", text=notebook, folder=Path("nowhere"), tool_version="0")).files

    assert printed_by(files["src/prototype/job.py"]) == expected

"""The requirements of one environment in the place of another's, in the files of a project that name them.

Pure: texts in, texts out. Lines that a person has changed are not there any more, and then nothing is changed.
"""

import json
from collections.abc import Sequence

from promote.model.environment import Environment


def in_pyproject(text: str, old: Environment, new: Environment) -> str | None:
    """Rewrite a `pyproject.toml`; `None` where it does not hold the old requirements as they were written."""
    for before, after in (
        (_lines(old.requirements), _lines(new.requirements)),
        (_lines(old.notebook_requirements), _lines(new.notebook_requirements)),
        (_python(text, old.python_below), _python(text, new.python_below)),
    ):
        if before and f"\n{before}" not in text:
            return None
        text = text.replace(f"\n{before}", f"\n{after}", 1) if before else text
    return text


def in_answers(text: str, new: Environment) -> str:
    """Rewrite the answers that the project is rendered from, so that an update does not take the change back."""
    import yaml

    comments = [line for line in text.splitlines() if line.startswith("#")]
    answers = yaml.safe_load(text)
    answers["dependencies"] = list(new.requirements)
    answers["notebook_dependencies"] = list(new.notebook_requirements)
    answers["python_below"] = new.python_below
    body = yaml.safe_dump(answers, allow_unicode=True, width=10_000)
    return "\n".join([*comments, body])


def _lines(requirements: Sequence[str]) -> str:
    return "".join(f"  {json.dumps(each)},\n" for each in requirements)


def _python(text: str, below: str) -> str:
    line = next((each for each in text.splitlines() if each.startswith("requires-python = ")), "")
    oldest = line.removeprefix('requires-python = "').rstrip('"').split(",")[0]
    return f'requires-python = "{oldest}{f",<{below}" if below else ""}"\n' if line else ""

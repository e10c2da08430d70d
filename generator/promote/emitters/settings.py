"""`settings.py`: what can be set from outside."""

from promote.emitters.draft import Draft
from promote.model.files import Files
from promote.model.plan import Setting


def emit_settings(draft: Draft) -> Files:
    """Emit the typed settings, with the notebook's own values as defaults."""
    return {f"{draft.package}/settings.py": settings_module(draft.plan.package, draft.plan.settings)}


def settings_module(package: str, settings: tuple[Setting, ...]) -> str:
    """Write the module for any list of settings."""
    prefix = package.upper()
    fields = "\n\n".join(f'    {each.name}: {each.type} = {each.value}\n    """{each.doc}"""' for each in settings)
    return f'''"""What can be set from outside: paths, sizes and seeds."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is set by the environment variable `{prefix}_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="{prefix}_", frozen=True)

{fields}
'''

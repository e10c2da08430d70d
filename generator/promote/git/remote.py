"""Which versions a template has been released in."""

from pathlib import Path

from promote.errors import ToolError
from promote.git.command import attempt


def released(address: str) -> dict[str, str]:
    """Ask a repository, near or far, for its tags: name -> commit. Raises `ToolError` if it does not answer."""
    environment = {"GIT_TERMINAL_PROMPT": "0"}
    done = attempt(Path.cwd(), "ls-remote", "--tags", "--", address, environment=environment)
    if done.returncode != 0:
        said = [line for line in done.stderr.strip().splitlines() if line]
        raise ToolError(f"`{address}` does not answer", why=said[0].removeprefix("fatal: ") if said else "")
    tags: dict[str, str] = {}
    for line in done.stdout.splitlines():
        commit, _, name = line.partition("\t")
        # Of an annotated tag, git tells the tag first and then, with `^{}`, the commit.
        tags[name.removeprefix("refs/tags/").removesuffix("^{}")] = commit
    return tags

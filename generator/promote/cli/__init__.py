"""The command line: arguments, help and exit codes. What a verb does is in `workflow`, `verify`, `update` and `release`.

group      the command itself
options    what several verbs can be told
promotion  a notebook becomes a project: new, inspect, verify
renewal    a project lives on: sync, update, status, diff, overlay
templates  a template of one's own
"""

import os
import signal
import sys
import traceback

import typer

from promote.cli import promotion, renewal, templates
from promote.cli.group import app
from promote.errors import Bug, ExitCode, Interruption, PromoteError, UsageError

ISSUES = "https://github.com/promote-notebook/promote/issues"


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code: the one place where exceptions become words."""
    try:
        return int(app(arguments, prog_name="promote", standalone_mode=False) or ExitCode.DONE)
    except PromoteError as error:
        return _fail(error)
    except typer.TyperException as error:
        return _fail(UsageError(_usage_words(error), hint="`promote --help` shows what can be asked"))
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return _deaf()
    except Exception as error:  # noqa: BLE001 - whatever comes here is our own mistake
        return _confess(error)


def _fail(error: PromoteError) -> int:
    from promote.console import Console

    Console().failure(error)
    return error.exit_code


def _usage_words(error: typer.TyperException) -> str:
    text: str = error.format_message() if hasattr(error, "format_message") else str(error)
    return text[:1].lower() + text[1:].rstrip(".")


def _deaf() -> int:
    """Nobody reads the output any more. Keep the interpreter from complaining about that at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.FAILED


def _confess(error: Exception) -> int:
    from promote import disk

    log = disk.keep_log("".join(traceback.format_exception(error)))
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    return _fail(Bug(f"promote has a bug: {words}", hint=f"please report it at {ISSUES} with `{log}`"))


def main() -> int:
    """Run the command line of this process. A request to end it is heard once; what follows is tidying up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    code = run(sys.argv[1:])
    if code == ExitCode.INTERRUPTED:
        _fail(Interruption("interrupted"))
    return code


def _interrupt(*_: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


__all__ = ["app", "main", "promotion", "renewal", "run", "templates"]
"""The modules of the verbs in the order in which `--help` names them: to import one is to declare its verbs."""

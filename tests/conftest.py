"""What every test stands on: a git that knows nobody, no settings of the caller's shell, and no silent skips.

With `PROMOTE_REQUIRE_TOOLS=1`, as CI sets it, a test that would be skipped fails instead: a machine that lacks a tool
must not look like one where everything passed.
"""

import os
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

REQUIRE_TOOLS = os.environ.get("PROMOTE_REQUIRE_TOOLS") == "1"

# The same examples every time, however slow the machine is at the moment: what fails here fails everywhere.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]

# They would send uv, Python, Copier or git somewhere else than a new machine does.
FOREIGN = (
    "COPIER_SETTINGS_PATH",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "UV_FIND_LINKS",
    "UV_PROJECT_ENVIRONMENT",
    "VIRTUAL_ENV",
)

# Copier takes its copy of the environment when it is imported, so all this is done before any test is.
for name in FOREIGN:
    os.environ.pop(name, None)
os.environ.update(
    GIT_AUTHOR_EMAIL="tests@example.invalid",
    GIT_AUTHOR_NAME="tests",
    GIT_COMMITTER_EMAIL="tests@example.invalid",
    GIT_COMMITTER_NAME="tests",
    GIT_CONFIG_GLOBAL=os.devnull,
    GIT_CONFIG_NOSYSTEM="1",
    # A repository of its own is never found above a temporary folder.
    GIT_CEILING_DIRECTORIES=tempfile.gettempdir(),
    NO_COLOR="1",
    TERM="dumb",
)
# A shell starts what runs in the background, or under nohup, deaf to these, and so would be all that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def churn(root: Path) -> Path:
    """The notebook that everything is shown with. Its data lies beside it."""
    return root / "examples" / "churn" / "churn.ipynb"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test where every tool must be there."""
    report = yield
    if REQUIRE_TOOLS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and PROMOTE_REQUIRE_TOOLS=1 allows no skips: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a skipped module likewise."""
    report = yield
    if REQUIRE_TOOLS and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, and PROMOTE_REQUIRE_TOOLS=1 allows no skips"
    return report

"""Where notebooks are promoted."""

from pathlib import Path

import pytest

from tests.hostile.promoting import Promoter


@pytest.fixture
def promote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Promoter:
    """A folder of its own, and what promotes in it."""
    return Promoter(tmp_path, capsys)

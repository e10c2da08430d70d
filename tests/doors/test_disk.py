"""A destination is as it was, or complete."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from promote import disk
from promote.errors import DestinationError, NotebookError


def below(folder: Path) -> list[str]:
    """Everything in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_folder_is_a_destination(tmp_path: Path) -> None:
    """Its parents may be missing too."""
    assert disk.check_destination(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert below(tmp_path) == []


def test_an_empty_folder_is_a_destination(tmp_path: Path) -> None:
    """Also through a link, which then stays a link."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")

    assert disk.check_destination(tmp_path / "link") == tmp_path / "empty"


def test_a_full_folder_is_refused(tmp_path: Path) -> None:
    """Even if only a hidden file lies in it."""
    (tmp_path / ".hidden").touch()
    with pytest.raises(DestinationError, match="is not empty") as caught:
        disk.check_destination(tmp_path)

    assert "name a folder" in caught.value.hint


def test_a_file_is_refused(tmp_path: Path) -> None:
    """As the destination, and above it."""
    (tmp_path / "file").touch()
    with pytest.raises(DestinationError, match="is a file"):
        disk.check_destination(tmp_path / "file")
    with pytest.raises(DestinationError, match="cannot be made"):
        disk.check_destination(tmp_path / "file" / "project")


@contextmanager
def as_somebody() -> Iterator[None]:
    """Give up the powers of root, which may write everywhere."""
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize(("mode", "words"), [(0o555, "no permission to write"), (0o000, "permission")])
def test_a_folder_without_permission_is_refused(mode: int, words: str) -> None:
    """Before anything is rendered, and even if it cannot be looked at."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(mode)
        with as_somebody(), pytest.raises(DestinationError) as caught:
            disk.check_destination(Path(name) / "project" / "deep")
        Path(name).chmod(0o700)

    assert words in caught.value.why


def test_a_place_where_nothing_can_be_made_is_refused_in_words() -> None:
    """Whatever the system says when the project is moved there."""
    with pytest.raises(DestinationError, match="cannot be written"):  # noqa: PT012 - either step may notice
        destination = disk.check_destination(Path("/proc/promote"))
        with disk.staged(destination) as stage:
            disk.put_in_place(stage, destination)


def test_a_staged_project_appears_at_once(tmp_path: Path) -> None:
    """With its folder's name while staged, and with nothing left beside it."""
    destination = tmp_path / "deep" / "churn"
    with disk.staged(destination) as stage:
        disk.write_files(stage, {"src/a.py": "a = 1\n"})

        assert stage.name == "churn"
        assert below(tmp_path) == []
        disk.put_in_place(stage, destination)

    assert below(tmp_path) == ["deep", "deep/churn", "deep/churn/src", "deep/churn/src/a.py"]
    assert destination.stat().st_mode & 0o777 == 0o777 & ~current_umask()


def current_umask() -> int:
    """Read the umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """Neither at the destination nor where it was staged."""
    seen: list[Path] = []
    with suppress(RuntimeError), disk.staged(tmp_path / "churn") as stage:
        seen.append(stage)
        raise RuntimeError

    assert below(tmp_path) == []
    assert not seen[0].exists()


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    """Its lock is free. One that is held is another run's, and stays."""
    for name in ("dead", "alive"):
        (tmp_path / f".promote-stage-{name}").mkdir()
        (tmp_path / f".promote-stage-{name}" / "lock").touch()
    with (tmp_path / ".promote-stage-alive" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with disk.staged(tmp_path / "churn"):
            pass

    assert below(tmp_path) == [".promote-stage-alive", ".promote-stage-alive/lock"]


def test_a_stage_that_is_being_made_is_not_swept_up(tmp_path: Path) -> None:
    """It has no lock yet, but it is young."""
    young, old = (tmp_path / f".promote-stage-{name}" for name in ("young", "old"))
    young.mkdir()
    old.mkdir()
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    with disk.staged(tmp_path / "churn"):
        pass

    assert young.exists()
    assert not old.exists()


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside", "a/../../b", ""])
def test_nothing_is_written_outside(name: str, tmp_path: Path) -> None:
    """A path that leads out of the project is a mistake of ours."""
    with pytest.raises(ValueError, match="not a path inside"):
        disk.write_files(tmp_path / "project", {name: ""})


def test_line_ends_stay(tmp_path: Path) -> None:
    """What was written is what is read."""
    files = {"a.txt": "one\r\ntwo\rthree\n"}
    disk.write_files(tmp_path, files)

    assert disk.read_files(tmp_path, ("a.txt",)) == files


def test_data_is_copied_unless_it_is_missing_or_large(tmp_path: Path) -> None:
    """What is not copied says why."""
    (tmp_path / "a.csv").write_text("x" * 100)

    assert disk.copy_data(tmp_path / "a.csv", tmp_path / "data" / "a.csv", limit=100) is None
    assert (tmp_path / "data" / "a.csv").exists()
    assert disk.copy_data(tmp_path / "a.csv", tmp_path / "b", limit=99) == "it is larger than 0 MB"
    assert disk.copy_data(tmp_path / "no.csv", tmp_path / "b", limit=99) == "it is not there"


def test_a_listing_leaves_caches_out(tmp_path: Path) -> None:
    """And is in order."""
    disk.write_files(tmp_path, {"b/c.txt": "", "a.txt": "", ".git/config": "", "b/__pycache__/c.pyc": ""})

    assert disk.listing(tmp_path) == ("a.txt", "b/c.txt")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.ipynb", None, "does not exist"),
        ("binary.ipynb", b"\xff\xfe\x00", "is not a notebook"),
        ("", None, "is a folder"),
    ],
)
def test_a_notebook_that_cannot_be_read_says_why(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    """In words."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NotebookError, match=words):
        disk.read_source(tmp_path / name)


def test_a_source_knows_its_folder(tmp_path: Path) -> None:
    """Data files are found from there. A byte order mark is no part of the text."""
    (tmp_path / "churn.ipynb").write_bytes(b"\xef\xbb\xbf{}")
    source = disk.read_source(tmp_path / "churn.ipynb")

    assert (source.name, source.text, source.folder) == ("churn.ipynb", "{}", tmp_path)

"""What is published works away from the checkout: the wheel carries the template."""

import os
import shutil
import subprocess
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
import uv
import yaml

pytestmark = pytest.mark.slow


def run(command: list[str | Path], folder: Path) -> str:
    """Run a command, and show all that it said if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a release, by way of the source distribution."""
    folder, release = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("release")
    for name in run(["git", "ls-files"], root).splitlines():
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, release / name)
    for command in ("init --quiet", "add --all", "commit --quiet --message Release", "tag v{version}"):
        run(["git", *command.format(version=version("promote-notebook")).split()], release)
    run([uv.find_uv_bin(), "build", "--quiet", "--out-dir", folder], release)
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("promote/_template/commit").decode() == run(["git", "rev-parse", "HEAD"], release).strip()
    return wheel


@pytest.mark.xdist_group("wheel")
def test_the_wheel_carries_every_file_of_the_template(wheel: Path, root: Path) -> None:
    """Hidden files and files with Jinja in their names too."""
    ignored = ("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")
    template = {
        f"promote/_template/{path.relative_to(root).as_posix()}"
        for path in (root / "template").rglob("*")
        if path.is_file() and not set(ignored) & set(path.parts)
    }
    packed = set(zipfile.ZipFile(wheel).namelist())

    assert {*template, "promote/_template/copier.yml", "promote/py.typed"} - packed == set()


@pytest.mark.xdist_group("wheel")
def test_the_wheel_promotes_the_example_in_an_empty_environment(wheel: Path, churn: Path, tmp_path: Path) -> None:
    """Both commands are there, and a project comes out that says where it came from."""
    shutil.copytree(churn.parent, tmp_path / "work")
    run([uv.find_uv_bin(), "venv", "--quiet", "environment"], tmp_path)
    binaries = tmp_path / "environment" / "bin"
    run([uv.find_uv_bin(), "pip", "install", "--quiet", "--python", binaries / "python", wheel], tmp_path)
    origin = run([binaries / "python", "-c", "import promote; print(promote.__file__)"], tmp_path)
    run([binaries / "promote", "churn.ipynb", "out", "--defaults"], tmp_path / "work")

    assert str(tmp_path) in origin
    assert run([binaries / "promote-notebook", "--version"], tmp_path).startswith("promote ")
    assert (tmp_path / "work" / "out" / "PROMOTION.md").is_file()
    recorded = yaml.safe_load((tmp_path / "work" / "out" / ".copier-answers.yml").read_text())
    assert recorded["_src_path"].startswith("https://")
    assert recorded["_commit"] == f"v{version('promote-notebook')}"
    with zipfile.ZipFile(wheel) as archive:
        assert recorded["_commit_sha"] == archive.read("promote/_template/commit").decode()

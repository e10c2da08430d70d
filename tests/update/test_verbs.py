"""What each verb does, says and refuses. Whatever it does, nothing of the team's is lost."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from promote import disk
from promote.cli import renewal, run
from promote.compiler import compile_notebook
from promote.model.promotion import Promotion
from promote.model.source import Source
from tests.update.conftest import Made, committed, copied
from tests.update.edits import append, insert, move, write
from tests.update.releases import change, git
from tests.update.test_survival import stock_update

Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.slow


def everything(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, the repository included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def tree(project: Path) -> str:
    """The project's last commit, as git names its content."""
    return git(project, "rev-parse", "HEAD^{tree}")


def edit_notebook(path: Path, *changes: tuple[str, str]) -> None:
    """Change the code of a notebook."""
    for old, new in changes:
        change(path, lambda text, old=old, new=new: text.replace(old, new))  # type: ignore[misc]


def in_project(project: Path, *changes: tuple[str, str]) -> None:
    """Change the notebook in the project, and commit that."""
    edit_notebook(project / "notebooks" / "churn.ipynb", *changes)
    committed(project, "another notebook")


def facts(project: Path) -> dict[str, object]:
    """What the project records."""
    recorded: dict[str, object] = yaml.safe_load((project / ".copier-answers.yml").read_text())
    return recorded


SCALED = ("LogisticRegression(max_iter=1000)", "LogisticRegression(max_iter=1000, C=scipy.stats.norm.cdf(1.0))")
CLIP = ("clip(lower=1)", "clip(lower=2)")


def test_sync_without_a_change_changes_nothing(project: Path, capsys: Capture) -> None:
    """Though the copy of the notebook has no outputs, and the original had some."""
    assert run(["sync", "--project", str(project)]) == 0
    assert "up to date" in capsys.readouterr().err
    assert git(project, "status", "--porcelain") == ""


def test_sync_brings_a_change_to_every_place_that_derives_from_it(project: Path) -> None:
    """Training, serving with tables and without, the base and the recorded facts."""
    before = facts(project)
    in_project(project, CLIP)

    assert run(["sync", "-q", "--project", str(project)]) == 0
    assert (project / "src/churn/features.py").read_text().count("clip(lower=2)") == 2
    assert "np.clip(tenure, 2, None)" in (project / "src/churn/predict.py").read_text()
    assert "clip(lower=2)" in (project / ".promote/base/src/churn/features.py.txt").read_text()
    assert facts(project)["notebook_sha256"] != before["notebook_sha256"]
    assert {name for name, value in facts(project).items() if before[name] != value} == {"notebook_sha256"}


def test_sync_twice_is_sync_once(project: Path) -> None:
    """The second time there is nothing left to do."""
    in_project(project, CLIP)
    assert run(["sync", "-q", "--project", str(project)]) == 0
    committed(project, "sync")
    once = tree(project)

    assert run(["sync", "-q", "--project", str(project)]) == 0
    assert git(project, "status", "--porcelain") == ""
    assert tree(project) == once


def test_sync_follows_a_file_that_the_team_moved(project: Path) -> None:
    """And keeps what the team wrote into it."""
    move("src/churn/features.py", "src/churn/steps.py")(project)
    append("src/churn/steps.py", "# ours")(project)
    committed(project)
    in_project(project, CLIP)

    assert run(["sync", "-q", "--project", str(project)]) == 0
    assert "clip(lower=2)" in (project / "src/churn/steps.py").read_text()
    assert "# ours" in (project / "src/churn/steps.py").read_text()
    assert not (project / "src/churn/features.py").exists()


def test_sync_reports_what_both_changed(project: Path, capsys: Capture) -> None:
    """Exit code 1, the list, both versions between markers, and the way back."""
    change(
        project / "src/churn/features.py",
        lambda text: text.replace("clip(lower=1)", "clip(lower=6)  # ours: half a year"),
    )
    committed(project)
    in_project(project, CLIP)

    assert run(["sync", "--project", str(project)]) == 1
    said = capsys.readouterr().err
    assert "src/churn/features.py (contents)" in said
    assert "promote sync --abort" in said
    text = (project / "src/churn/features.py").read_text()
    assert "# ours: half a year" in text
    assert "clip(lower=2)" in text

    assert run(["sync", "-q", "--project", str(project), "--abort"]) == 0
    assert git(project, "status", "--porcelain") == ""


def test_sync_takes_another_notebook_in_the_place_of_the_old_one(project: Path, notebook: Path, tmp_path: Path) -> None:
    """Under another name, with its outputs and with a new library; the package keeps its name."""
    other = tmp_path / "final version 2.ipynb"
    other.write_text(notebook.read_text())
    edit_notebook(
        other,
        ("import pandas as pd", "import numpy as np\\nimport scipy.stats\\nimport pandas as pd"),
        CLIP,
        SCALED,
    )
    (tmp_path / "churn.csv").write_bytes(notebook.with_name("churn.csv").read_bytes())

    assert run(["sync", "-q", str(other), "--project", str(project)]) == 0
    assert "clip(lower=2)" in (project / "src/churn/features.py").read_text()
    assert "clip(lower=2)" in (project / "notebooks/churn.ipynb").read_text()
    assert '"outputs": []' in (project / "notebooks/churn.ipynb").read_text()
    assert any(str(each).startswith("scipy") for each in facts(project)["dependencies"])  # type: ignore[attr-defined]
    assert '"scipy' in (project / "pyproject.toml").read_text()
    assert facts(project)["package_name"] == "churn"


def test_sync_keeps_versions_that_the_project_found(project: Path) -> None:
    """`promote verify` may have found others than the compiler would take."""
    for path in (project / "pyproject.toml", project / ".copier-answers.yml"):
        change(path, lambda text: text.replace("pandas>=2.2,<4", "pandas>=2.1,<2.2"))
    committed(project)
    in_project(project, ("import pandas as pd", "import scipy.stats\\nimport pandas as pd"), CLIP)

    assert run(["sync", "-q", "--project", str(project)]) == 0
    assert "pandas>=2.1,<2.2" in (project / "pyproject.toml").read_text()
    assert "pandas>=2.1,<2.2" in facts(project)["dependencies"]  # type: ignore[operator]


def test_sync_makes_do_with_the_sample(project: Path, capsys: Capture) -> None:
    """A colleague's clone has no data: git ignores them."""
    (project / "data" / "churn.csv").unlink()
    in_project(project, CLIP)

    assert run(["sync", "--project", str(project)]) == 0
    assert "data/churn.csv" in capsys.readouterr().err
    assert "clip(lower=2)" in (project / "src/churn/features.py").read_text()
    assert "tests/data" not in git(project, "diff", "--cached", "--name-only")
    assert "contract" not in git(project, "diff", "--cached", "--name-only")


def test_sync_copies_new_data_and_leaves_other_data_alone(
    project: Path, notebook: Path, tmp_path: Path, capsys: Capture
) -> None:
    """What is in the project is the team's."""
    other = tmp_path / "churn.ipynb"
    other.write_text(notebook.read_text())
    edit_notebook(other, CLIP)
    rows = notebook.with_name("churn.csv").read_text().splitlines(keepends=True)
    (tmp_path / "churn.csv").write_text("".join(rows[:-1]))
    kept = (project / "data" / "churn.csv").read_bytes()

    assert run(["sync", str(other), "--project", str(project)]) == 0
    assert (project / "data" / "churn.csv").read_bytes() == kept
    assert "was left as it is" in capsys.readouterr().err


def test_sync_refuses_a_model_that_the_notebook_does_not_have(project: Path, capsys: Capture) -> None:
    """Another one of its models is taken where it is named."""
    assert run(["sync", "--project", str(project), "--model", "modle"]) == 2
    assert "`modle`" in capsys.readouterr().err
    assert git(project, "status", "--porcelain") == ""

    assert run(["sync", "--quiet", "--project", str(project), "--model", "forest"]) == 0
    assert "RandomForestClassifier" in (project / "src/churn/train.py").read_text()


def test_a_base_that_is_missing_is_named(project: Path, capsys: Capture) -> None:
    """Without what was written, nobody can tell what the team changed."""
    (project / ".promote/base/notebooks/churn.ipynb.txt").unlink()
    committed(project)

    assert run(["update", str(project)]) == 2
    assert "`.promote/base/notebooks/churn.ipynb.txt` is missing" in capsys.readouterr().err


def test_sync_refuses_another_format(project: Path, tmp_path: Path, capsys: Capture) -> None:
    """A project knows its notebook by its name."""
    (tmp_path / "churn.py").write_text("# %%\nx = 1\n")

    assert run(["sync", str(tmp_path / "churn.py"), "--project", str(project)]) == 1
    assert "another format" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["sync", "--project"], ["update"]])
@pytest.mark.parametrize("edit", [append("README.md", "x"), write("new.txt", "x")])
def test_what_is_not_committed_is_refused(
    project: Path, capsys: Capture, verb: list[str], edit: Callable[[Path], None]
) -> None:
    """With the files, before anything is touched."""
    edit(project)
    before = everything(project)

    assert run([*verb, str(project)]) == 2
    assert "not committed" in capsys.readouterr().err
    assert everything(project) == before


def test_a_dry_run_shows_all_and_changes_nothing(project: Path, capsys: Capture) -> None:
    """Neither in the project nor in its repository; conflicts are its exit code."""
    assert run(["update", str(project), "--ref", "v1.0.0", "--dry-run"]) == 0
    assert "changed   src/churn/service/problems.py" in capsys.readouterr().out

    append("docs/model-card.md", "ours")(project)
    committed(project)
    git(project, "status")  # which may renew the index
    before = everything(project)

    assert run(["update", str(project), "--ref", "v1.0.0", "--dry-run"]) == 1
    assert "conflict  docs/model-card.md (modify/delete)" in capsys.readouterr().out
    assert everything(project) == before


def test_update_goes_to_the_latest_release_and_then_has_nothing_to_do(project: Path, capsys: Capture) -> None:
    """Without being told where."""
    assert run(["update", str(project)]) == 0
    assert facts(project)["_commit"] == "v1.0.0"
    committed(project, "update")
    capsys.readouterr()

    assert run(["update", str(project)]) == 0
    assert "up to date" in capsys.readouterr().err
    assert git(project, "status", "--porcelain") == ""


def test_our_own_template_comes_with_promote(
    notebook: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Without asking its home for the version that is here; a later one is named, and can be had by its name."""
    project = tmp_path / "churn"
    assert run(["--quiet", "--defaults", str(notebook), str(project)]) == 0
    assert facts(project)["_src_path"] == "https://github.com/promote-notebook/promote"
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{template}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/promote-notebook/promote.git")
    capsys.readouterr()

    assert run(["update", str(project)]) == 0
    said = capsys.readouterr().err
    assert "upgrade promote to get it, or name it: `--ref v1.0.0`" in said
    assert "up to date" in said
    assert git(project, "status", "--porcelain") == ""


def test_update_answers_a_question_anew(project: Path, capsys: Capture) -> None:
    """At the version that the project has. An unknown choice is refused, not dropped."""
    assert run(["update", "-q", str(project), "--data", "capabilities=metrics,tracing"]) == 0
    assert (project / "src/churn/service/capabilities/tracing.py").is_file()
    assert facts(project)["_commit"] == "v0.1.0"
    committed(project, "tracing")

    assert run(["update", str(project), "--data", "capabilities=metrics,tracking"]) == 2
    assert "'tracking' is not in" in capsys.readouterr().err
    assert run(["update", str(project), "--data", "capability=metrics"]) == 2
    assert git(project, "status", "--porcelain") == ""


def test_update_brings_what_a_later_promote_derives(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Merged with the team's edits, under the model that was chosen; a notebook that was edited since has no say."""
    insert("src/churn/features.py", '        df["gender"] = df', "        # ours")(project)
    committed(project)
    in_project(project, CLIP)
    later = "Returns the records, transformed."

    def compile_later(source: Source, *, model: str | None = None, modernise: bool = False) -> Promotion:
        assert model == "model"
        promotion = compile_notebook(source, model=model, modernise=modernise)
        files = {name: text.replace("and return them transformed.", later) for name, text in promotion.files.items()}
        return type(promotion)(**{name: getattr(promotion, name) for name in promotion.__slots__} | {"files": files})

    monkeypatch.setattr(renewal, "compiler", lambda *_, **__: compile_later)
    monkeypatch.setattr(disk, "tool_version", lambda: "0.9.0")

    assert run(["update", str(project)]) == 0, capsys.readouterr().err
    text = (project / "src/churn/features.py").read_text()
    assert later in text
    assert "        # ours" in text
    assert "clip(lower=1)" in text
    assert facts(project)["tool_version"] == "0.9.0"


def test_a_file_that_git_does_not_know_is_never_overwritten(project: Path, capsys: Capture) -> None:
    """Git itself would take an ignored file for one that nobody misses."""
    append(".gitignore", "/docs/support.md")(project)
    committed(project)
    write("docs/support.md", "ours, and precious\n")(project)

    assert run(["update", str(project)]) == 2
    assert "`docs/support.md` is in the way" in capsys.readouterr().err
    assert (project / "docs" / "support.md").read_text() == "ours, and precious\n"
    assert git(project, "status", "--porcelain") == ""


def test_abort_takes_back_an_update_and_nothing_else(project: Path, capsys: Capture) -> None:
    """A file that the team made in the meantime stays. Without an update there is nothing to abort."""
    assert run(["update", str(project), "--abort"]) == 2
    assert "nothing to abort" in capsys.readouterr().err

    assert run(["update", "-q", str(project)]) == 0
    write("meanwhile.txt", "ours")(project)
    assert run(["update", str(project), "--abort"]) == 0
    assert git(project, "status", "--porcelain") == "?? meanwhile.txt\n"

    (project / "meanwhile.txt").unlink()
    assert run(["update", "-q", str(project)]) == 0
    committed(project, "update")
    assert run(["update", str(project), "--abort"]) == 2
    assert "was committed since" in capsys.readouterr().err


def test_an_update_under_way_is_named(project: Path, capsys: Capture) -> None:
    """Whoever begins another one is told how to end the first."""
    assert run(["update", "-q", str(project)]) == 0
    assert run(["update", str(project)]) == 2
    assert "promote update --abort" in capsys.readouterr().err


def test_a_conflict_is_resolved_by_hand_and_the_project_goes_on(project: Path) -> None:
    """Through our way and Copier's, in turn, without a conflict that is not one."""
    append("Makefile", "# ours")(project)
    committed(project)
    assert run(["update", "-q", str(project), "--ref", "v0.2.0"]) == 1
    text = (project / "Makefile").read_text()
    kept = [line for line in text.splitlines() if not line.startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>"))]
    (project / "Makefile").write_text("\n".join(kept) + "\n")
    committed(project, "update, resolved")

    assert stock_update(project, "v1.0.0") == 0
    committed(project, "copier update")
    assert git(project, "grep", "-c", "# ours", "Makefile").strip().endswith(":1")
    in_project(project, CLIP)
    assert run(["sync", "-q", "--project", str(project)]) == 0
    committed(project, "sync")
    assert run(["update", "-q", str(project), "--data", "ci=gitlab"]) == 0
    assert (project / ".gitlab-ci.yml").is_file()
    assert not (project / ".github").exists()


@pytest.mark.parametrize("depth", ["services", "services/deep"])
def test_a_project_in_a_folder_of_a_repository(promoted: Made, tmp_path: Path, depth: str) -> None:
    """Only that folder is changed, what others have changed elsewhere is left alone, and the edits are kept."""
    root = tmp_path / "mono"
    place = root / depth / "churn"
    copied(promoted("v0.1.0"), place)
    subprocess.run(["rm", "-rf", str(place / ".git")], check=True)
    write("other/README.md", "another project\n")(root)
    git(root, "init", "--quiet")
    append("src/churn/service/errors.py", "# ours: errors")(place)
    committed(root)
    write("other/untracked.txt", "x")(root)

    assert run(["update", "-q", str(place), "--ref", "v1.0.0"]) == 0
    assert "# ours: errors" in (place / "src/churn/service/problems.py").read_text()
    assert {line.split("/")[0] for line in git(root, "diff", "--cached", "--name-only").splitlines()} == {"services"}
    assert run(["update", "-q", str(place), "--abort"]) == 0
    assert git(root, "status", "--porcelain") == "?? other/untracked.txt\n"


def test_a_shallow_clone_and_a_squashed_history_will_do(project: Path, tmp_path: Path) -> None:
    """Nothing is looked for in the past."""
    append("src/churn/service/errors.py", "# ours")(project)
    committed(project)
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{project}", "shallow")
    squashed = copied(project, tmp_path / "squashed")
    git(squashed, "checkout", "--quiet", "--orphan", "squashed")
    git(squashed, "commit", "--quiet", "--message", "all in one")

    for clone in (tmp_path / "shallow", squashed):
        assert run(["update", "-q", str(clone), "--ref", "v1.0.0"]) == 0
        assert "# ours" in (clone / "src/churn/service/problems.py").read_text()


def test_status_tells_what_is_newer_and_what_is_unfinished(project: Path, capsys: Capture) -> None:
    """For people and for dashboards."""
    append("Makefile", "# ours")(project)
    committed(project)
    in_project(project, CLIP)

    assert run(["status", str(project), "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert [(each["name"], each["version"], each["newest"]) for each in found["layers"]] == [
        ("template", "v0.1.0", "v1.0.0")
    ]
    assert found["is_behind"]
    assert found["notebook"] == {"path": "notebooks/churn.ipynb", "has_changed": True}
    assert found["drift"] == ["Makefile", "notebooks/churn.ipynb"]
    assert found["unmerged"] == found["markers"] == found["rejects"] == []

    assert run(["update", "-q", str(project)]) == 1
    write("README.md.rej", "x")(project)
    assert run(["status", str(project)]) == 0
    said = capsys.readouterr().out
    assert "unmerged  Makefile" in said
    assert "markers   Makefile" in said
    assert "rejects   README.md.rej" in said


def test_diff_shows_what_the_team_changed(project: Path, capsys: Capture) -> None:
    """And nothing before it did."""
    assert run(["diff", str(project), "--exit-code"]) == 0
    assert capsys.readouterr().out == ""
    append("Makefile", "# ours")(project)
    write("ours.txt", "a file of their own\n")(project)
    committed(project)

    assert run(["diff", str(project), "--exit-code"]) == 1
    patch = capsys.readouterr().out
    assert "+# ours" in patch
    assert "ours.txt" not in patch


@pytest.mark.parametrize("verb", ["update", "status", "diff"])
def test_a_folder_that_is_no_project_is_named(tmp_path: Path, capsys: Capture, verb: str) -> None:
    """So is a project without a repository."""
    assert run([verb, str(tmp_path)]) == 2
    assert "is not a promoted project" in capsys.readouterr().err
    write(".copier-answers.yml", "_src_path: gh:acme/template\n_commit: v1.0.0\n")(tmp_path)
    assert run([verb, str(tmp_path)]) == 2
    assert "under no version control" in capsys.readouterr().err


CHECKS = """check:
\t! grep -rq service.problems src

test:
\ttest -f src/churn/missing.py
"""


def test_checks_that_turn_red_are_reported(project: Path, capsys: Capture) -> None:
    """Run before and after, in copies; the merge stays, and can be taken back. What was red before is nobody's news."""
    write("GNUmakefile", CHECKS)(project)
    committed(project)

    assert run(["update", str(project), "--ref", "v1.0.0", "--check"]) == 1
    said = capsys.readouterr().err
    assert "make check: green before, red after" in said
    assert "make test: red before, red after" in said
    assert "`make check` was green and is red now" in said
    assert (project / "src/churn/service/problems.py").is_file()
    assert run(["update", "--quiet", str(project), "--abort"]) == 0

    assert run(["update", "--quiet", str(project), "--ref", "v0.2.0", "--check"]) == 0


def test_the_lock_is_renewed_with_the_requirements(project: Path, capsys: Capture) -> None:
    """And comes back with the rest."""
    lock = [sys.executable, "-m", "uv", "lock", "--quiet"]
    subprocess.run(lock, cwd=project, check=True)
    committed(project)
    in_project(project, ("import pandas as pd", "import scipy.stats\\nimport pandas as pd"), CLIP, SCALED)

    assert run(["sync", "--project", str(project)]) == 0, capsys.readouterr().err
    assert git(project, "diff", "--cached", "--name-only", "uv.lock") == "uv.lock\n"
    subprocess.run([*lock, "--check"], cwd=project, check=True)
    assert run(["sync", "--quiet", "--project", str(project), "--abort"]) == 0
    assert git(project, "status", "--porcelain") == ""

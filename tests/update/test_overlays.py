"""An organisation's own layer: put on a project, brought up to date by itself and with its base, and kept apart from it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from promote.cli import run
from tests.template.environments import Environments
from tests.template.environments import run as run_in
from tests.template.rendering import Project as Variant
from tests.template.variants import read_rows
from tests.update.overlays import NOTEBOOK, Home, Project, base_home, git, moved, overlay_home, promoted

pytestmark = pytest.mark.slow

OURS = "# The team wrote this line.\n"
FIELD = "src/churn/service/capabilities/acme.py"
OWN = {
    ".copier-answers.acme.yml",
    ".github/workflows/acme.yml",
    "CODEOWNERS",
    "acme.mk",
    "compose.override.yaml",
    FIELD,
    "tests/service/test_acme.py",
}
"""What the overlay brings."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Homes of the base and of the example overlay, each with one release, and a project with and one without the overlay."""
    folder = tmp_path_factory.mktemp("made")
    base, acme = (home.release("v1.0.0") for home in (base_home(folder / "base"), overlay_home(folder / "acme")))
    promoted(folder / "bare", base)
    project = promoted(folder / "layered", base, acme)
    project.edit("CODEOWNERS", OURS)
    project.edit("Makefile", OURS)
    return folder


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Home:
    """A home of the base with one release."""
    return Home(shutil.copytree(made / "base", tmp_path / "base"))


@pytest.fixture
def acme(made: Path, tmp_path: Path) -> Home:
    """A home of the example overlay with one release."""
    return Home(shutil.copytree(made / "acme", tmp_path / "acme"))


@pytest.fixture
def bare(made: Path, base: Home, tmp_path: Path) -> Project:
    """A project without overlays."""
    return moved(made / "bare", tmp_path / "project")


@pytest.fixture
def layered(made: Path, base: Home, acme: Home, tmp_path: Path) -> Project:
    """A project with both, and with edits of the team in a file of each."""
    return moved(made / "layered", tmp_path / "project")


@pytest.fixture
def environments() -> Environments:
    """One environment for each distinct set of dependencies, kept from run to run."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Environments(home / "promote-tests" / "environments")


def release_both(base: Home, acme: Home) -> None:
    """Let the base have a newer Makefile, and the overlay newer owners and one more file."""
    base.append("template/*is_service*Makefile*", "\n# A later base wrote this line.\n").release("v1.1.0")
    acme.append("template/CODEOWNERS.jinja", "/docs/  @acme/writers\n")
    acme.write("template/SECURITY.md", "# Whom to tell\n\nsecurity@acme.example\n").release("v1.1.0")


def test_an_overlay_is_put_on_a_new_project(bare: Project, base: Home, acme: Home, tmp_path: Path) -> None:
    """With `--overlay`: its own files come on top, and no other one is there or different."""
    project = promoted(tmp_path / "layered", f"{base.folder}@v1.0.0", f"{acme.folder}@v1.0.0")

    names = [set(git(each.folder, "ls-files").splitlines()) for each in (bare, project)]
    assert names[1] - names[0] == OWN
    assert all(project.read(name) == bare.read(name) for name in names[0] if not name.startswith((".promote", "data")))
    recorded = project.answers("acme")
    assert (recorded["_src_path"], recorded["_commit"]) == (str(acme.folder), "v1.0.0")
    assert recorded["_commit_sha"] == git(acme.folder, "rev-parse", "v1.0.0^{commit}").strip()
    assert {name: recorded[name] for name in ("package_name", "ci", "infrastructure")} == {
        "package_name": "churn",
        "ci": "github",
        "infrastructure": ["compose"],
    }


def test_an_answer_goes_to_the_layer_that_asks(
    base: Home, acme: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--data` answers the template and its overlays; what none of them asks is refused, and nothing is written."""
    layers = ["--template", f"{base.folder}@v1.0.0", "--overlay", f"{acme.folder}@v1.0.0"]
    project = Project(tmp_path / "layered")

    command = [str(NOTEBOOK), str(project.folder), "--defaults", *layers, "--data", "owner=Ada", "--data"]
    assert run([*command, "tem=growth"]) == 2
    assert "`tem` cannot be answered" in capsys.readouterr().err
    assert not project.folder.exists()
    assert run([*command, "team=growth"]) == 0

    assert (project.answers()["owner"], project.answers("acme")["team"]) == ("Ada", "growth")
    assert {"owner", "team"}.isdisjoint(project.answers().keys() & project.answers("acme").keys())


def test_an_overlay_is_put_on_a_project_that_is_there(bare: Project, acme: Home, tmp_path: Path) -> None:
    """With `promote overlay add`: the same files, in the index and not yet committed, and a way back."""
    added = ["overlay", "add", str(acme.folder), "--project", str(bare.folder), "--data", "team=growth"]
    assert run([*added, "--dry-run"]) == 0
    assert bare.status() == []

    assert run(added) == 0
    assert {line[3:] for line in bare.status()} == OWN
    assert {line[:3] for line in bare.status()} == {"A  "}
    assert 'FIELDS["team"] = "growth"' in bare.read(FIELD)
    assert bare.answers("acme")["_commit"] == "v1.0.0"  # the latest release, as none was named

    assert run(["update", str(bare.folder), "--abort"]) == 0
    assert (bare.status(), bare.has("acme.mk")) == ([], False)


def test_the_base_is_brought_up_to_date_alone(layered: Project, base: Home, acme: Home) -> None:
    """`--layer template`: the overlay stays where it was."""
    release_both(base, acme)

    assert run(["update", str(layered.folder), "--layer", "template"]) == 0
    assert layered.read("Makefile").startswith(OURS)
    assert "A later base" in layered.read("Makefile")
    assert (layered.answers()["_commit"], layered.answers("acme")["_commit"]) == ("v1.1.0", "v1.0.0")
    assert {line[3:] for line in layered.status()} == {".copier-answers.yml", "Makefile"}


def test_an_overlay_is_brought_up_to_date_alone(layered: Project, base: Home, acme: Home) -> None:
    """`--layer acme`: the base stays where it was."""
    release_both(base, acme)

    assert run(["update", str(layered.folder), "--layer", "acme"]) == 0
    assert layered.read("CODEOWNERS").startswith(OURS)
    assert layered.read("CODEOWNERS").endswith("@acme/writers\n")
    assert (layered.answers()["_commit"], layered.answers("acme")["_commit"]) == ("v1.0.0", "v1.1.0")
    assert {line[3:] for line in layered.status()} == {".copier-answers.acme.yml", "CODEOWNERS", "SECURITY.md"}


def test_both_are_brought_up_to_date_at_once(layered: Project, base: Home, acme: Home) -> None:
    """In one merge, which keeps what the team wrote in a file of either."""
    release_both(base, acme)

    assert run(["update", str(layered.folder)]) == 0
    assert layered.read("Makefile").startswith(OURS)
    assert "A later base" in layered.read("Makefile")
    assert layered.read("CODEOWNERS").startswith(OURS)
    assert layered.read("CODEOWNERS").endswith("@acme/writers\n")
    assert (layered.answers()["_commit"], layered.answers("acme")["_commit"]) == ("v1.1.0", "v1.1.0")

    layered.commit()
    assert run(["update", str(layered.folder)]) == 0
    assert layered.status() == []


def test_a_file_that_an_overlay_gives_up_goes_and_an_edited_one_is_asked_about(
    layered: Project, acme: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody changed goes without a word; what the team changed is a conflict."""
    (acme.folder / "template" / "acme.mk.jinja").unlink()
    (acme.folder / "template" / "CODEOWNERS.jinja").unlink()
    (acme.folder / "template" / ".github" / "workflows" / "acme.yml").unlink()
    acme.release("v2.0.0")

    assert run(["update", str(layered.folder)]) == 1
    assert "CODEOWNERS (modify/delete)" in capsys.readouterr().err
    assert not layered.has("acme.mk")
    assert layered.read("CODEOWNERS").startswith(OURS)


def test_an_answer_to_an_overlay_is_changed(layered: Project) -> None:
    """At the version that the project has; what it took from the base stays."""
    assert run(["update", str(layered.folder), "--layer", "acme", "--data", "team=growth"]) == 0

    assert 'FIELDS["team"] = "growth"' in layered.read(FIELD)
    assert layered.answers("acme")["package_name"] == "churn"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Dockerfile", "the template"),
        ("src/churn/predict.py", "the notebook"),
        (".promote/parity.json", "the notebook"),
    ],
)
def test_a_path_has_one_owner(
    name: str, owner: str, bare: Project, base: Home, acme: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An overlay that renders a file of the base or of the notebook is refused: new, added, or updated. Nothing is written."""
    source = acme.write(f"template/{name}", "# Acme's own.\n").release("v1.1.0")

    new = tmp_path / "new"
    options = ["--defaults", "--template", f"{base.folder}@v1.0.0", "--overlay", source]
    assert run([str(NOTEBOOK), str(new), *options]) == 1
    assert_names(capsys.readouterr().err, f"`{name}`", owner, "`acme`")
    assert not new.exists()

    assert run(["overlay", "add", source, "--project", str(bare.folder)]) == 1
    assert_names(capsys.readouterr().err, f"`{name}`", owner, "`acme`")
    assert bare.status() == []

    assert run(["overlay", "add", f"{acme.folder}@v1.0.0", "--project", str(bare.folder)]) == 0
    bare.commit()
    assert run(["update", str(bare.folder)]) == 1
    assert_names(capsys.readouterr().err, f"`{name}`", owner, "`acme`")
    assert bare.status() == []


def assert_names(message: str, *words: str) -> None:
    """Check that a message names all of these."""
    assert [word for word in words if word not in message] == [], message


def test_two_overlays_share_no_path(
    layered: Project, acme: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor an answers file: an overlay is added once."""
    other = overlay_home(tmp_path / "other")
    other.replace("copier.yml", ".copier-answers.acme.yml", ".copier-answers.other.yml").release("v1.0.0")

    assert run(["overlay", "add", str(other.folder), "--project", str(layered.folder)]) == 1
    assert_names(capsys.readouterr().err, "two owners", "`acme`", "`other`")
    assert run(["overlay", "add", str(acme.folder), "--project", str(layered.folder)]) == 1
    assert_names(capsys.readouterr().err, "`.copier-answers.acme.yml`")
    assert layered.status() == []


@pytest.mark.parametrize(("name", "taken"), [("Dockerfile/acme", "Dockerfile"), ("docs", "docs/runbook.md")])
def test_a_file_and_a_folder_share_no_path(
    name: str, taken: str, bare: Project, acme: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither lets the other be there."""
    acme.write(f"template/{name}", "# Acme's own.\n").release("v1.1.0")

    assert run(["overlay", "add", str(acme.folder), "--project", str(bare.folder)]) == 1
    assert_names(capsys.readouterr().err, f"`{taken}`", "the template", "`acme`")
    assert bare.status() == []


def test_a_path_changes_hands(layered: Project, base: Home, acme: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """What the base brings from now on, the overlay must have given up. Both at once is no matter."""
    theirs = layered.read("CODEOWNERS").removeprefix(OURS) + "/docs/  @everybody\n"
    base.write("template/CODEOWNERS", theirs).release("v1.1.0")
    assert run(["update", str(layered.folder)]) == 1
    assert_names(capsys.readouterr().err, "`CODEOWNERS`", "the template", "`acme`")

    (acme.folder / "template" / "CODEOWNERS.jinja").unlink()
    acme.release("v1.1.0")
    assert run(["update", str(layered.folder), "--layer", "template"]) == 1
    assert run(["update", str(layered.folder)]) == 0
    assert layered.read("CODEOWNERS") == OURS + theirs


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("_answers_file: .copier-answers.acme.yml\n", "", "`.copier-answers.yml` has the answers of another one"),
        (".copier-answers.acme.yml", ".acme.yml", "nobody would look for its answers in `.acme.yml`"),
        (".copier-answers.acme.yml", ".copier-answers.template.yml", "nobody would look"),
        (
            "# a job has no capabilities",
            '- "/.copier-answers.acme.yml"\n  # a job',
            "it does not render `.copier-answers.acme.yml`",
        ),
    ],
)
def test_an_overlay_that_nobody_would_find_again_is_refused(
    old: str,
    new: str,
    words: str,
    bare: Project,
    acme: Home,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its answers say what to bring up to date, and have a file of their own."""
    source = acme.replace("copier.yml", old, new).release("v1.1.0")

    assert run(["overlay", "add", source, "--project", str(bare.folder)]) == 1
    assert_names(capsys.readouterr().err, words, "_answers_file: .copier-answers.NAME.yml")
    assert bare.status() == []
    options = ["--defaults", "--template", f"{bare.answers()['_src_path']}@v1.0.0", "--overlay", source]
    assert run([str(NOTEBOOK), str(tmp_path / "new"), *options]) == 1
    assert_names(capsys.readouterr().err, words)


@pytest.mark.parametrize("source", ["gh:mallory/layer", "https://github.com/mallory/layer.git", "git.example:layer"])
def test_a_folder_with_the_name_of_a_source_does_not_vouch_for_it(
    source: str, layered: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project may hold folders of any name. Who works in it would have them at hand."""
    file = layered.folder / ".copier-answers.acme.yml"
    recorded = str(layered.answers("acme")["_src_path"])
    file.write_text(file.read_text().replace(f"_src_path: {recorded}", f"_src_path: {source}"))
    (layered.folder / source).mkdir(parents=True)
    (layered.folder / source / "copier.yml").write_text("_answers_file: .copier-answers.acme.yml\n")
    layered.commit("Slip something in")
    monkeypatch.chdir(layered.folder)

    assert run(["update", "--allow", "https://github.com/acme"]) == 1
    assert_names(capsys.readouterr().err, f"`{source}` is not on the list")
    assert layered.status() == []


@pytest.mark.parametrize("below", ["../mallory/layer", "%2e%2e/mallory/layer", "x/../../mallory/layer"])
def test_no_way_leads_out_of_what_is_allowed(below: str, layered: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """What is fetched tidies an address up first, and would end up elsewhere."""
    file = layered.folder / ".copier-answers.acme.yml"
    recorded = str(layered.answers("acme")["_src_path"])
    source = f"https://github.com/acme/{below}"
    file.write_text(file.read_text().replace(f"_src_path: {recorded}", f"_src_path: {source}"))
    layered.commit("Slip something in")

    assert run(["update", str(layered.folder), "--allow", "https://github.com/acme"]) == 1
    assert_names(capsys.readouterr().err, "is not on the list")


def copier_update(folder: Path, layer: str) -> subprocess.CompletedProcess[str]:
    """Run `copier update` for one layer, in a process that cannot see promote and trusts nobody."""
    program = (
        "import sys; sys.modules['promote'] = None\n"
        "from copier._cli import CopierApp\n"
        f"CopierApp.run(['copier', 'update', '--defaults', '-a', '.copier-answers.{layer}.yml'], exit=True)"
    )
    isolated = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=folder, env=isolated, capture_output=True, text=True, check=False
    )


def test_stock_copier_brings_an_overlay_up_to_date(layered: Project, base: Home, acme: Home) -> None:
    """Without trust, without promote, and without the external data that Copier does not have while it updates."""
    release_both(base, acme)

    done = copier_update(layered.folder, "acme")

    assert done.returncode == 0, done.stdout + done.stderr
    assert layered.read("CODEOWNERS").startswith(OURS)
    assert layered.read("CODEOWNERS").endswith("@acme/writers\n")
    assert layered.has("SECURITY.md")
    recorded = layered.answers("acme")
    assert (recorded["_commit"], recorded["package_name"]) == ("v1.1.0", "churn")
    assert recorded["_commit_sha"] == git(acme.folder, "rev-parse", "v1.1.0^{commit}").strip()
    changed = {line[3:] for line in layered.status()}
    assert changed == {".copier-answers.acme.yml", "CODEOWNERS", "SECURITY.md"}

    layered.commit()
    base.append("template/*is_service*README.md*", "\nLater.\n").release("v1.2.0")
    assert run(["update", str(layered.folder)]) == 0
    assert layered.answers()["_commit"] == "v1.2.0"


def test_tasks_of_an_overlay_are_not_run(
    bare: Project, acme: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither when it is added nor when it is brought up to date, and a person hears of it."""
    trace = tmp_path / "a-task-was-run"
    acme.append("copier.yml", f'\n_tasks:\n  - "touch {trace}"\n').release("v1.1.0")

    assert run(["overlay", "add", f"{acme.folder}@v1.1.0", "--project", str(bare.folder)]) == 0
    assert "its tasks were not run" in capsys.readouterr().err
    bare.commit()
    acme.append("template/CODEOWNERS.jinja", "/docs/  @acme/writers\n").release("v1.2.0")
    assert run(["update", str(bare.folder)]) == 0
    assert "@acme/writers" in bare.read("CODEOWNERS")
    assert not trace.exists()


def test_code_of_an_overlay_is_not_run(bare: Project, acme: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor are extensions loaded into Copier: such an overlay is refused."""
    acme.append("copier.yml", "\n_jinja_extensions:\n  - acme.Extension\n").release("v1.1.0")

    assert run(["overlay", "add", str(acme.folder), "--project", str(bare.folder)]) == 1
    assert "run code" in capsys.readouterr().err
    assert bare.status() == []


@pytest.mark.parametrize(
    "source",
    [
        "https://ann:s3cr3t@git.acme.example/layer",
        "https://t0ken@git.acme.example/layer@v1.0.0",
        "ssh://git:s3cr3t@git.acme.example/layer",
    ],
)
def test_credentials_in_a_source_are_refused(
    source: str, bare: Project, base: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They would be written into the project. The message does not show them either."""
    new = tmp_path / "new"
    for command in (
        ["overlay", "add", source, "--project", str(bare.folder)],
        [str(NOTEBOOK), str(new), "--defaults", "--overlay", source],
    ):
        assert run(command) == 2
        said = capsys.readouterr().err
        assert "holds credentials" in said
        assert "s3cr3t" not in said
        assert "t0ken" not in said
    assert (bare.status(), new.exists()) == ([], False)


def test_a_moved_tag_is_refused(layered: Project, acme: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """The project was made from another commit than the tag names now, so no merge would be right."""
    acme.append("template/CODEOWNERS.jinja", "/src/  @mallory\n")
    git(acme.folder, "commit", "--quiet", "--all", "--message", "Slip something in")
    git(acme.folder, "tag", "--annotate", "--force", "v1.0.0", "--message", "v1.0.0")
    acme.release("v1.1.0")

    place = str(layered.folder)
    for command in (["update", place], ["update", place, "--dry-run"], ["diff", place]):
        assert run(command) == 1
        assert_names(capsys.readouterr().err, "`v1.0.0`", "is not what it was", "_commit_sha")
    assert layered.status() == []
    assert run(["status", place]) == 2
    assert_names(capsys.readouterr().out, "drift     unknown", "is not what it was")


def test_a_changed_notebook_leaves_an_overlay_as_it_is(layered: Project) -> None:
    """`promote sync` brings what the notebook brings, and nothing of any template."""
    notebook = layered.folder / "notebooks" / "churn.ipynb"
    notebook.write_text(notebook.read_text().replace("random_state=42", "random_state=43"))
    layered.commit("Change the notebook")

    assert run(["sync", "--project", str(layered.folder)]) == 0
    changed = {line[3:] for line in layered.status()}
    assert changed
    assert changed & (OWN | {"Makefile", "CODEOWNERS"}) == set()


def test_the_workflow_of_the_example_is_valid_and_audited(layered: Project) -> None:
    """By GitHub's schema and by zizmor, as that of the base."""
    workflow = layered.folder / ".github" / "workflows" / "acme.yml"
    binaries = Path(sys.executable).parent
    for words in (
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
        ["zizmor", "--offline", "--quiet"],
    ):
        done = subprocess.run([binaries / words[0], *words[1:], workflow], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def elsewhere(homes: Mapping[str, Home]) -> dict[str, str]:
    """Variables that let git find repositories of `gh:acme` in folders of the test."""
    variables = {"GIT_CONFIG_COUNT": str(len(homes))}
    for number, (name, home) in enumerate(homes.items()):
        variables |= {
            f"GIT_CONFIG_KEY_{number}": f"url.{home.folder}.insteadOf",
            f"GIT_CONFIG_VALUE_{number}": f"https://github.com/{name}.git",
        }
    return variables


def promote(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run promote in a process of its own: Copier takes its copy of the environment when it is imported."""
    source = str(Path(__file__).resolve().parents[2] / "generator")
    surroundings = {**os.environ, "PYTHONPATH": source, **variables}
    command = [sys.executable, "-m", "promote", *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def test_a_strange_source_is_refused_until_somebody_allows_it(base: Home, acme: Home, tmp_path: Path) -> None:
    """Whoever names it on the command line has. Later the project names it, and may say anything."""
    source = "gh:acme/service-layer"
    reached = elsewhere({"acme/service-layer": acme})
    project = tmp_path / "project"
    made = promote(
        str(NOTEBOOK), str(project), "--defaults", "--template", f"{base.folder}@v1.0.0", "--overlay", source, **reached
    )
    assert made.returncode == 0, made.stderr
    assert Project(project).answers("acme")["_src_path"] == source
    acme.append("template/CODEOWNERS.jinja", "/docs/  @acme/writers\n").release("v1.1.0")

    for words in (("update", str(project)), ("update", str(project), "--allow", "gh:acm"), ("diff", str(project))):
        refused = promote(*words, **reached)
        assert refused.returncode == 1
        assert_names(refused.stderr, f"`{source}`", f"--allow {source}", f"PROMOTE_SOURCES={source}")
        assert Project(project).status() == []

    told = promote("status", str(project), "--format", "json", **reached)
    assert told.returncode == 0
    found = json.loads(told.stdout)
    assert [(layer["name"], layer["newest"]) for layer in found["layers"]] == [("template", "v1.0.0"), ("acme", None)]
    assert source in found["layers"][1]["unknown"]
    assert found["drift"] is None

    told = promote("status", str(project), "--format", "json", "--allow", source, **reached)
    assert told.returncode == 2
    assert json.loads(told.stdout)["layers"][1]["newest"] == "v1.1.0"

    allowed = promote("update", str(project), "--allow", "gh:acme", **reached)
    assert allowed.returncode == 0, allowed.stderr
    assert Project(project).answers("acme")["_commit"] == "v1.1.0"
    git(project, "reset", "--quiet", "--hard")
    allowed = promote("update", str(project), **reached, PROMOTE_SOURCES="gl:other,gh:acme/service-layer")
    assert allowed.returncode == 0, allowed.stderr
    assert Project(project).answers("acme")["_commit"] == "v1.1.0"


@pytest.mark.xdist_group("predict-promoted-3.11")
def test_a_project_with_an_overlay_passes_its_own_checks(
    layered: Project, environments: Environments, tmp_path: Path
) -> None:
    """Lint, format, types and tests, and the verbs of the overlay. A real line of the log names the team."""
    variant = Variant("layered", read_rows()["default"], layered.folder)
    with environments.ready(variant) as variables:
        for check in ("ruff check", "ruff format --check", "mypy", "pytest -q"):
            run_in(["uv", "run", "--quiet", *check.split()], layered.folder, variables)
        verbs = run_in(["make"], layered.folder, variables)
        assert "image    Build the image on Acme's own base" in verbs
        program = (
            "import logging\n"
            "from churn.service.app import from_environment\n"
            "from_environment()\n"
            "logging.getLogger('uvicorn.error').warning('started')\n"
        )
        production = {**variables, "CHURN_ENVIRONMENT": "production"}
        written = run_in(["uv", "run", "--quiet", "python", "-c", program], layered.folder, production)

    event = json.loads(written.splitlines()[-1])
    assert (event["event"], event["team"]) == ("started", "platform")

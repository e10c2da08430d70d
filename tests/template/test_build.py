"""What leaves the project can be built and is what its readers expect: wheel, image, manifests, workflows."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import kubernetes_validate
import pytest
import uv
import yaml

from tests.template.environments import Environments, interpreter, run
from tests.template.images import REQUIRED, Workshop
from tests.template.rendering import Project

KUBERNETES = "1.34"
PATIENCE = 60.0
"""Seconds within which a container must answer."""

CHECKOV = "checkov==3.3.30"
WAIVED = {
    "CKV_K8S_11": "a limit of CPU makes every burst slow; what is requested is guaranteed to all",
    "CKV_K8S_15": "a tag is released once, so a node that holds it need not ask a registry, which may be down",
    "CKV_K8S_43": "there is a digest only once the image was pushed: the environment's kustomization names it",
    "CKV_DOCKER_7": "the base image has its version; checkov does not look up what the ARG above holds",
    "CKV_DOCKER_2": "a job answers nobody who could ask for its health",
}
"""Policies that a project does not keep, and why."""

BINARIES = Path(sys.executable).parent


def tool(*words: str) -> None:
    """Run a tool of this environment, and show what it says if it objects."""
    done = subprocess.run([BINARIES / words[0], *words[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"


def need(*commands: str) -> None:
    """Skip a test where a command is missing."""
    missing = [command for command in commands if shutil.which(command) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")


def present(project: Project, name: str) -> Path:
    """A file of the project. A variant without it has nothing to show in this test."""
    path = project.folder / name
    assert path.exists() == (name in expected(project)), f"{name}: {project.row}"
    return path


def expected(project: Project) -> set[str]:
    """Which of the files that this module judges a variant should have."""
    files = {"Dockerfile"}
    files |= {".github/workflows"} if project.row["ci"] == "github" else set()
    files |= {".gitlab-ci.yml"} if project.row["ci"] == "gitlab" else set()
    files |= {"compose.yaml"} if project.row["compose"] == "yes" else set()
    files |= {"deploy/kustomization.yaml"} if project.row["kubernetes"] == "yes" else set()
    return files


def test_workflows_are_what_github_expects(project: Project) -> None:
    """By the schema, and by an audit of what an attacker could do with them."""
    folder = present(project, ".github/workflows")
    for workflow in sorted(folder.glob("*.y*ml")):
        tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow))
        tool("zizmor", "--offline", "--quiet", str(workflow))


def test_the_pipeline_is_what_gitlab_expects(project: Project) -> None:
    """By the schema."""
    pipeline = present(project, ".gitlab-ci.yml")
    if pipeline.exists():
        tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(pipeline))


def test_the_composition_is_what_compose_expects(project: Project) -> None:
    """By the schema."""
    composition = present(project, "compose.yaml")
    if composition.exists():
        tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(composition))


def test_the_dockerfile_has_no_known_mistakes(project: Project) -> None:
    """By hadolint."""
    tool("hadolint", str(present(project, "Dockerfile")))


def test_manifests_are_what_kubernetes_expects(project: Project) -> None:
    """Rendered by kustomize as `kubectl apply -k` does, and checked without leniency."""
    if not present(project, "deploy/kustomization.yaml").exists():
        return
    folder = project.folder / "deploy"
    need("kubectl")
    overlays = sorted(path.parent for path in folder.rglob("kustomization.yaml"))
    assert overlays
    for overlay in overlays:
        command = ["kubectl", "kustomize", str(overlay)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        documents = [document for document in yaml.safe_load_all(done.stdout) if document]
        assert documents
        for document in documents:
            kubernetes_validate.validate(document, KUBERNETES, strict=True)


@pytest.mark.slow
def test_what_is_deployed_keeps_the_usual_policies(pinned: Project, tmp_path: Path) -> None:
    """Manifests, Dockerfile and pipelines, judged by checkov."""
    need("kubectl")
    judged = tmp_path / "judged"
    shutil.copytree(pinned.folder, judged, ignore=shutil.ignore_patterns(".git", "deploy"))
    if (pinned.folder / "deploy/kustomization.yaml").exists():
        (judged / "deploy").mkdir()
        with (judged / "deploy/all.yaml").open("wb") as manifests:
            subprocess.run(["kubectl", "kustomize", pinned.folder / "deploy"], stdout=manifests, check=True)
    uvx = (uv.find_uv_bin(), "tool", "run", "--quiet", f"--python={interpreter('3.12')}")
    checkov = (*uvx, f"--from={CHECKOV}", "checkov")
    if subprocess.run([*checkov, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip(f"{CHECKOV} cannot be fetched")
    kinds = ("kubernetes", "dockerfile", "github_actions", "gitlab_ci")
    options = ("--skip-download", "--quiet", "--compact", "--output=json", f"--skip-check={','.join(WAIVED)}")
    done = subprocess.run(
        [*checkov, "--directory=.", *options, "--framework", *kinds],
        cwd=judged,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    reports = found if isinstance(found, list) else [found]
    failed = [
        (each["check_id"], each["check_name"], each["file_path"])
        for report in reports
        for each in report["results"]["failed_checks"]
    ]

    assert failed == []
    assert done.returncode == 0, done.stdout + done.stderr
    judged_kinds = {report["check_type"] for report in reports if report["summary"]["passed"] > 20}
    assert judged_kinds >= ({"kubernetes", "dockerfile"} if pinned.row["kubernetes"] == "yes" else {"dockerfile"})


@pytest.mark.slow
def test_the_wheel_is_built_and_holds_the_package(pinned: Project, environments: Environments, tmp_path: Path) -> None:
    """Every file of it, and the tests are not in it."""
    copy = pinned.copied(tmp_path)
    with environments.ready(copy) as variables:
        run(["uv", "build", "--quiet", "--wheel", "--out-dir", str(tmp_path)], copy.folder, variables)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    source = pinned.folder / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}

    assert files - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "notebooks/", "data/"))]


@pytest.mark.slow
def test_the_image_is_built_and_its_service_is_alive(
    pinned: Project, environments: Environments, workshop: Workshop, tmp_path: Path
) -> None:
    """It runs as nobody in particular, and answers."""
    need(*REQUIRED)
    copy = pinned.copied(tmp_path)
    with environments.ready(copy):
        assert (copy.folder / "uv.lock").exists()  # which the image is built from
    tag = f"promote-tests/{pinned.name}"
    workshop.build(copy.folder, tag)
    try:
        user = str(workshop.configuration(tag)["User"])
        assert user.split(":", maxsplit=1)[0] not in {"", "0", "root"}
        if pinned.row["archetype"] == "predict":
            check_service(pinned, workshop, tag, tmp_path / "log")
    finally:
        workshop.remove(tag)


def check_service(project: Project, workshop: Workshop, tag: str, log: Path) -> None:
    """Run a service's image until it answers."""
    prefix = str(project.answers["package_name"]).upper()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with workshop.running(tag, {f"{prefix}_PORT": str(port)}, log) as process:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5) as answer:
                    assert answer.status == 200
                return
            time.sleep(0.2)
    pytest.fail(f"the container did not answer:\n{log.read_text()}")

"""The files of the project agree: what one of them names exists, and is the same in the others."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
PATTERNS = ["README.md", "CONTRIBUTING.md", "docs/*.md", "Makefile", "Dockerfile", ".env.example"]
PATTERNS += ["*.mk", "compose.yaml", "deploy/**/*.yaml", ".gitlab-ci.yml", ".github/*/*.yml"]
FILES = [path for pattern in PATTERNS for path in ROOT.glob(pattern)]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in FILES}
DOCKERFILE = TEXTS["Dockerfile"]
PYPROJECT = (ROOT / "pyproject.toml").read_text()
NAME: str = tomllib.loads(PYPROJECT)["project"]["name"]


def documents(folder: str) -> list[dict[str, Any]]:
    """Return what the YAML files hold whose path begins like this."""
    texts = [text for path, text in TEXTS.items() if re.match(rf"{folder}.*\.yaml$", path)]
    return [each for text in texts for each in yaml.safe_load_all(text) if isinstance(each, dict)]


def pods(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pod that a manifest describes, if it does."""
    spec = document.get("spec", {})
    pod = spec.get("jobTemplate", {}).get("spec", spec).get("template", {}).get("spec")
    return [pod] if pod else []


COMPOSED = [
    service
    for each in documents("compose")
    for service in each.get("services", {}).values()
    if "build" in service
]
MANIFESTS = documents("deploy/")
PODS = [pod for each in MANIFESTS for pod in pods(each)]
CONTAINERS = [pod["containers"][0] for pod in PODS]


def found(pattern: str, *texts: str) -> set[str]:
    """Return what a pattern finds in texts, or in all of them."""
    return {each for text in texts or TEXTS.values() for each in re.findall(pattern, text, re.M)}


def test_files() -> None:
    """Every file that a page names is there."""
    for page, text in TEXTS.items():
        links = re.findall(r"\]\((?!\w+:)([^)#]+)", text) if page.endswith(".md") else []
        paths = [ROOT / path for path in found(r"`((?:src|tests|docs|deploy)/[\w./-]+)`", text)]
        for path in [*paths, *((ROOT / page).parent / link for link in links)]:
            assert path.exists(), path


def test_make() -> None:
    """Every `make …` that is written somewhere is a target, and no target is taken for a file."""
    made = [text for path, text in TEXTS.items() if path.endswith(("Makefile", ".mk"))]
    targets = found(r"^([a-z-]+):(?!=)", *made)

    assert found(r"(?:`|\$ |^ {4,}(?:- )?(?:run: )?)make ([a-z-]+)") <= targets
    assert set(" ".join(found(r"^\.PHONY: *(.*)", *made)).split()) == targets


def test_modules() -> None:
    """Every `python -m …` that is written somewhere can be run."""
    for module in found(r'python"?,? "?-m"?,? "?([\w.]+\w)'):
        path = ROOT / "src" / module.replace(".", "/")
        runs = path.with_suffix(".py").exists() or (path / "__main__.py").exists()
        assert runs or module.split(".")[0] in sys.stdlib_module_names, module


def test_python() -> None:
    """Container, CI, linter and type checker have the oldest Python that the project promises."""
    promised = found(r'^requires-python = ">=3\.(\d+)', PYPROJECT)

    assert found(r'(?:python:|python-version: \[?"?)3\.(\d+)') == promised
    assert found(r'^(?:target-version = "py3|python_version = "3\.)(\d+)', PYPROJECT) <= promised


def test_image() -> None:
    """The image has one name, that of the project."""
    names = {service["image"] for service in COMPOSED}
    names |= {container["image"] for container in CONTAINERS}
    names |= {image["name"] for each in MANIFESTS for image in each.get("images", [])}

    assert names <= {NAME}


def test_user() -> None:
    """Whoever the image runs as owns its folders, and is who the cluster runs it as."""
    ((user, group),) = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.M)
    for owner in re.findall(r"--owner=(\d+) --group=(\d+)", DOCKERFILE):
        assert owner == (user, group)
    for pod in PODS:
        context = pod["securityContext"]
        assert str(context["runAsUser"]) == user
        assert {str(context["runAsGroup"]), str(context["fsGroup"])} == {group}


def test_volumes() -> None:
    """Each folder that the image speaks of is mounted, from a volume that there is."""
    folders = found(r"\b[A-Z_]+=(/[\w/-]+)(?: \\)?$", DOCKERFILE)
    folders |= {re.findall(r"^WORKDIR (\S+)", DOCKERFILE, re.M)[-1]} - {"/tmp"}
    claims = {each["metadata"]["name"] for each in MANIFESTS if "Claim" in each.get("kind", "")}

    assert found(r"mounted at `(/[\w/]+)`") <= folders
    for service in COMPOSED:
        assert folders <= {volume.split(":")[1] for volume in service.get("volumes", [])}
    for pod, container in zip(PODS, CONTAINERS, strict=True):
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        mounts = {mount["mountPath"]: volumes[mount["name"]] for mount in container["volumeMounts"]}
        assert folders <= mounts.keys()
        for volume in mounts.values():
            assert volume.get("persistentVolumeClaim", {}).get("claimName") in {None, *claims}

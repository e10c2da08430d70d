"""What the cluster is told agrees with the image, and with itself."""

import re

import yaml

from .test_agreement import DOCKERFILE, FOLDERS, NAME, ROOT, TEXTS, found

DEPLOYED = [text for path, text in TEXTS.items() if path.startswith("deploy/")]
MANIFESTS = [each for text in DEPLOYED for each in yaml.safe_load_all(text) if each]
SPECS = [each.get("spec", {}) for each in MANIFESTS]
TEMPLATES = [spec.get("jobTemplate", {}).get("spec", spec).get("template") for spec in SPECS]
PODS = [template["spec"] for template in TEMPLATES if template]
CONTAINERS = [pod["containers"][0] for pod in PODS]
SETTINGS = [path.read_text() for path in (ROOT / "src").rglob("settings.py")]


def test_image() -> None:
    """The image has one name, that of the project."""
    names = {container["image"] for container in CONTAINERS}
    names |= {image["name"] for each in MANIFESTS for image in each.get("images", [])}

    assert names == {NAME}


def test_user() -> None:
    """The cluster runs the image as the user that it is made for."""
    ((user, group),) = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.M)
    for pod in PODS:
        context = pod["securityContext"]
        assert str(context["runAsUser"]) == user
        assert {str(context["runAsGroup"]), str(context["fsGroup"])} == {group}


def test_volumes() -> None:
    """Each folder that image and settings speak of is mounted, from a volume that there is."""
    folders = FOLDERS | found(r'^SECRETS = Path\("(\S+)"\)', *SETTINGS)
    claims = {each["metadata"]["name"] for each in MANIFESTS if "Claim" in each.get("kind", "")}

    for pod, container in zip(PODS, CONTAINERS, strict=True):
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        mounts = {mount["mountPath"]: volumes[mount["name"]] for mount in container["volumeMounts"]}
        assert folders <= mounts.keys()
        for volume in mounts.values():
            assert volume.get("persistentVolumeClaim", {}).get("claimName") in {None, *claims}

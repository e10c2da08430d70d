"""Is the service alive, and is it ready? Two questions that an orchestrator must not mix up.

A service that is not alive is started anew. One that is not ready gets no requests until it is.
"""

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

Check = Callable[[], str | None]
"""Returns what is wrong, or nothing. `app.state.checks` has one for each thing requests need."""

router = APIRouter(tags=["health"])


class Liveness(BaseModel):
    """The answer to `/livez`."""

    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """The answer to `/readyz`: the outcome of every check by its name."""

    status: Literal["ready", "not ready"]
    checks: dict[str, str]


@router.get("/livez")
async def livez() -> Liveness:
    """Answer as long as the process can, whatever else is missing."""
    return Liveness()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "Not ready"}})
async def readyz(request: Request, response: Response) -> Readiness:
    """Run every check, and name those that fail."""
    checks: dict[str, Check] = request.app.state.checks
    outcomes = {name: check() for name, check in checks.items()}
    ready = not any(outcomes.values())
    response.status_code = 200 if ready else 503
    return Readiness(
        status="ready" if ready else "not ready",
        checks={name: problem or "ok" for name, problem in outcomes.items()},
    )

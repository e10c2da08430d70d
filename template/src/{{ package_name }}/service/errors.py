"""How the service says no: every refusal and failure is a problem document (RFC 9457)."""

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PROBLEM = "application/problem+json"
MAX_ERRORS = 20  # that one answer lists: the first ones tell enough
MAX_HEADER_BYTES = 1 << 18  # as much as is read from a connection at once
HANG_UP = {"Connection": "close"}  # the rest of the request would come all the same


class FieldError(BaseModel):
    """What is wrong with one field of the request, such as `instances[0].age`."""

    field: str
    message: str


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: Sequence[FieldError] = ()


def problem_response(
    status: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Build the answer for a problem."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    return JSONResponse(problem.model_dump(), status, headers, media_type=PROBLEM)


class Unavailable(HTTPException):
    """There is no answer now, and perhaps one later: 503."""

    def __init__(self, detail: str, retry_after: int | None = None) -> None:
        """Tell the caller after how many seconds to try again, if that may help."""
        super().__init__(503, detail, {"Retry-After": str(retry_after)} if retry_after else None)


def refusal(error: Exception) -> Exception:
    """Turn what the model refuses, with `(reason)` or `(reason, field)`, into what is answered."""
    match error.args:
        case (str(reason), str(field)):
            place = ("body", field)
            return RequestValidationError([{"type": "refused", "loc": place, "msg": reason}])
    return HTTPException(422, str(error))


def document_problems(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """Describe problems for OpenAPI."""
    schema = Problem.model_json_schema()
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["FieldError"]
    content = {PROBLEM: {"schema": schema}}
    return {each: {"description": HTTPStatus(each).phrase, "content": content} for each in statuses}


def install(app: FastAPI) -> None:
    """Answer with a problem whatever the framework refuses."""
    app.exception_handler(HTTPException)(refuse)
    app.exception_handler(RequestValidationError)(refuse_body)


async def refuse(request: Request, error: HTTPException) -> JSONResponse:
    """Say why there is no answer."""
    return problem_response(error.status_code, str(error.detail), headers=error.headers)


async def refuse_body(request: Request, error: RequestValidationError) -> JSONResponse:
    """Say which fields break the contract."""
    errors = [
        FieldError(field=field_path(each), message=each["msg"].removeprefix("Value error, "))
        for each in error.errors()[:MAX_ERRORS]
    ]
    request.state.errors = errors  # who counts requests may want to know
    return problem_response(422, "The request does not keep to the contract.", errors)


def field_path(error: Mapping[str, Any]) -> str:
    """Spell the place of an error as a caller would: `instances[0].age`."""
    if error["type"] == "json_invalid":
        return "body"
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"][1:])
    return "".join(parts).removeprefix(".") or "body"


class BodyLimit:
    """Stops reading a request that is too large, whatever length it claims to have, or too slow."""

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0
        now = asyncio.get_running_loop().time()
        end = now + self.seconds if scope["type"] == "http" else None

        async def receive_within_limits() -> Message:
            nonlocal received, end
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError as error:
                reason = f"The request took longer than {self.seconds:g} seconds to come."
                raise HTTPException(408, reason, HANG_UP) from error
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                reason = f"The request has more than {self.max_bytes} bytes."
                raise HTTPException(413, reason, HANG_UP)
            if not message.get("more_body"):
                end = None  # all of it is here
            return message

        await self.app(scope, receive_within_limits, send)


class HeaderLimit(HttpToolsProtocol):
    """Hangs up on a caller whose headers never end: uvicorn would keep all of them in memory."""

    room: float = MAX_HEADER_BYTES

    def on_message_begin(self) -> None:
        self.room = MAX_HEADER_BYTES
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.room = math.inf  # for the body, which has a limit of its own
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self.room -= len(data)
        if self.room < 0:
            self.send_400_response("The headers are too large.")

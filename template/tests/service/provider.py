"""An OpenID Connect provider on this machine, and the tokens that it signs."""

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_JWK = RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True)
EC_JWK = ECAlgorithm.to_jwk(EC_KEY.public_key(), as_dict=True)


class Provider:
    """Publishes the RSA key as `first`, counts how often it is asked, and may be down."""

    issuer = "https://provider.example"
    audience = "this-service"

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/keys")
        self.keys = [{**RSA_JWK, "kid": "first", "use": "sig"}]
        self.asked = 0
        self.down = False
        server.expect_request("/keys").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        """Return the keys as they are now."""
        self.asked += 1
        if self.down:
            return Response(status=503)
        return Response(json.dumps({"keys": self.keys}))

    def token(
        self, key: Any = RSA_KEY, algorithm: str = "RS256", kid: str = "first", **claims: Any
    ) -> str:
        """Sign the claims of a caller with the role; those given replace them, and `None` leaves out."""
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": "ann",
            "iat": now,
            "exp": now + 60,
            "realm_access": {"roles": ["predict"]},
        }
        payload = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode(payload, key, algorithm, headers={"kid": kid})

    def headers(self, **given: Any) -> dict[str, str]:
        """Return what a caller sends along who has this token."""
        return {"Authorization": f"Bearer {self.token(**given)}"}


@pytest.fixture
def provider(httpserver: HTTPServer) -> Provider:
    """Return a provider that answers."""
    return Provider(httpserver)

"""Whether a signed URL (V4) was signed with the private half of a key."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from proofpress.emulators.storage.messages import Request


def read_key(pem: bytes) -> RSAPublicKey:
    """A public key; ValueError where it is none."""
    key = load_pem_public_key(pem)
    if not isinstance(key, RSAPublicKey):
        raise ValueError("The key of a signer of URLs must be an RSA key.")  # noqa: TRY004 - the input is wrong, not its type
    return key


def is_signed_by(key: RSAPublicKey, request: Request) -> bool:
    """Whether the signature of a request's URL is good."""
    try:
        signature = bytes.fromhex(request.query["X-Goog-Signature"])
        key.verify(signature, _signed_text(request).encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_text(request: Request) -> str:
    scope = request.query["X-Goog-Credential"].split("/", 1)[1]
    digest = hashlib.sha256(_canonical(request).encode()).hexdigest()
    return "\n".join((request.query["X-Goog-Algorithm"], request.query["X-Goog-Date"], scope, digest))


def _canonical(request: Request) -> str:
    parameters = sorted(each for each in request.query_string.split("&") if not each.startswith("X-Goog-Signature="))
    names = request.query["X-Goog-SignedHeaders"]
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names.split(";"))
    payload = request.headers.get("X-Goog-Content-SHA256", "UNSIGNED-PAYLOAD")
    return "\n".join((request.method, request.path, "&".join(parameters), headers, names, payload))

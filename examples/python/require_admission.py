"""Refuse to train on a corpus that was not admitted.

    from require_admission import require_admission
    require_admission("admitted/2026-10/admitted.jsonl", ledger_key="bezoar/acme/1f2e3d4c+…+…")

Needs no bezoar: it reads the statement that `bezoar admit` writes beside the corpus, verifies its signature with the
ledger's key (`ledger:` in THREATMODEL.md, or .bezoar/keys/ledger.vkey; keep it with the training code, not with the corpus),
and compares digests. It knows of no review that was signed since, of no admission that took the place of this one, and
not whether the entry is in the ledger: `bezoar attest corpus FILE` says all that; run it where bezoar is at hand, and
call this with allow_unreviewed=True after it.

Needs the package `cryptography`.
"""

import base64
import hashlib
import json
import os
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ADMISSION_TYPE = "bezoar:attestation/corpus-admission/v0.1"
PAYLOAD_TYPE = b"application/vnd.in-toto+json"
MAX_BUNDLE_BYTES = 16 * 1024 * 1024


class NotAdmitted(Exception):
    """The corpus must not train a model."""


def ledger_public_key(verifier_key: str) -> Ed25519PublicKey:
    """The key in a C2SP verifier key: name+key id+base64 of a type byte and 32 bytes."""
    try:
        raw = base64.b64decode(verifier_key.split("+", 2)[2], validate=True)
    except (IndexError, ValueError) as error:
        raise NotAdmitted(f"{verifier_key!r} is no verifier key") from error
    if len(raw) != 33 or raw[0] != 1:
        raise NotAdmitted("expected an Ed25519 verifier key of 33 bytes")
    return Ed25519PublicKey.from_public_bytes(raw[1:])


def sha256_of(path: str) -> str:
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                digest.update(chunk)
    except OSError as error:
        raise NotAdmitted(f"cannot read {path}: {error}") from error
    return digest.hexdigest()


def read_bundle(path: str) -> tuple[bytes, bytes, bytes]:
    """Payload, signature and payload type of the first signature in a Sigstore bundle."""
    try:
        with open(path, "rb") as file:
            envelope = json.loads(file.read(MAX_BUNDLE_BYTES))["dsseEnvelope"]
        payload = base64.b64decode(envelope["payload"], validate=True)
        signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
        return payload, signature, envelope["payloadType"].encode()
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise NotAdmitted(f"no statement vouches for the corpus: {path}: {error}") from error


def require_admission(corpus: str, ledger_key: str, target: str | None = None, allow_unreviewed: bool = False) -> dict:
    """Raises NotAdmitted unless these bytes were admitted (for `base` or `tenant:ID`); returns what the admission says."""
    payload, signature, payload_type = read_bundle(os.path.join(os.path.dirname(corpus), "admission.sigstore.json"))
    # DSSE signs the type and the payload with their lengths, so that neither can be read as part of the other.
    signed = b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type, len(payload), payload)
    try:
        ledger_public_key(ledger_key).verify(signature, signed)
    except InvalidSignature:
        raise NotAdmitted("the statement is not signed by the key of the ledger") from None
    # From here on the ledger's owner is the author of every byte.
    statement = json.loads(payload)
    if payload_type != PAYLOAD_TYPE or statement.get("predicateType") != ADMISSION_TYPE:
        raise NotAdmitted("the statement is no admission")
    if sha256_of(corpus) not in [one["digest"]["sha256"] for one in statement["subject"]]:
        raise NotAdmitted(f"{corpus} is not what was admitted")
    admission = statement["predicate"]
    if target is not None and admission["target"] not in (target, "base"):
        raise NotAdmitted(f"{corpus} was admitted for {admission['target']}, not for {target}")
    if admission["reviewRequired"] and not allow_unreviewed:
        raise NotAdmitted(f"{corpus} has a sample that people have to read; ask `bezoar attest corpus`, then allow_unreviewed=True")
    if admission["admitted"]["records"] == 0:
        raise NotAdmitted(f"the admission of {corpus} let no record in")
    return admission


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: require_admission.py CORPUS LEDGER_KEY [base|tenant:ID]")
    try:
        found = require_admission(*sys.argv[1:4])
    except NotAdmitted as error:
        sys.exit(f"refused: {error}")
    print(f"admitted for {found['target']}: {found['admitted']['records']} records")

"""Composed files can carry Content Credentials, signed with a certificate of the user's."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from proofpress.domain.designs import Encoding
from proofpress.domain.errors import BadInput
from proofpress.imaging.composing import Composer, OverLimit, Signing
from proofpress.manifests.designs import formats
from tests.imaging.composing.banners import assets, background, job

Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def issued(name: str, issuer: Issued | None = None) -> Issued:
    """A certificate: an authority without an issuer, else one for signing documents."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Nova"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    subject, now, signer = x509.Name(names), datetime.now(UTC), issuer[1] if issuer else key
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=issuer is None, crl_sign=issuer is None, **usage),
            critical=True,
        )
    )
    if issuer:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(signer, hashes.SHA256()), key


@pytest.fixture(scope="module")
def signing() -> Signing:
    authority = issued("Authority")
    leaf, key = issued("Signer", authority)
    chain = [certificate.public_bytes(serialization.Encoding.PEM).decode() for certificate in (leaf, authority[0])]
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Signing("".join(chain), pem.decode())


@pytest.mark.parametrize("encoding", Encoding)
def test_a_signed_banner_names_its_origin_and_its_signature_holds(signing: Signing, encoding: Encoding) -> None:
    banner = job("hero", formats()["iab-300x250"].model_copy(update={"encodings": (encoding,)}))
    done = Composer(background(banner.form.shape), assets(), signing).compose(banner)
    assert len(done.data) == done.figures.bytes <= banner.form.max_bytes
    with c2pa.Reader(done.mime, BytesIO(done.data)) as reader:
        manifest = json.loads(reader.json())
    active = manifest["manifests"][manifest["active_manifest"]]
    assert active["title"] == "spring/mug/0003"
    assert "compositeWithTrainedAlgorithmicMedia" in json.dumps(active["assertions"])
    codes = {fault["code"] for fault in manifest.get("validation_status", [])}
    assert codes <= {"signingCredential.untrusted"}, "the authority is known to nobody, but all else holds"


def test_a_signed_banner_that_was_changed_is_found_out(signing: Signing) -> None:
    banner = job("hero", "iab-300x250")
    data = bytearray(Composer(background(banner.form.shape), assets(), signing).compose(banner).data)
    data[-200] ^= 1
    with c2pa.Reader("image/jpeg", BytesIO(bytes(data))) as reader:
        codes = {fault["code"] for fault in json.loads(reader.json())["validation_status"]}
    assert "assertion.dataHash.mismatch" in codes


def test_the_signature_counts_against_the_limit(signing: Signing) -> None:
    plain = Composer(background(job().form.shape), assets()).compose(job())
    form = job().form.model_copy(update={"max_bytes": plain.figures.bytes + 2_000, "encodings": (Encoding.JPEG,)})
    done = Composer(background(form.shape), assets(), signing).compose(job("hero", form))
    assert len(done.data) <= form.max_bytes
    assert done.figures.quality < plain.figures.quality
    tiny = job("hero", form.model_copy(update={"max_bytes": 9_000}))
    with pytest.raises(OverLimit):
        Composer(background(form.shape), assets(), signing).compose(tiny)


def test_a_key_that_does_not_sign_is_bad_input_and_nothing_is_written(signing: Signing) -> None:
    broken = Signing(signing.certificates, "no key")
    with pytest.raises(BadInput, match="the certificate for Content Credentials cannot sign"):
        Composer(background(job().form.shape), assets(), broken).compose(job())

"""Certificates made when a test needs them: an authority of our own, and what it signs for a loopback address."""

import ipaddress
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """Signs certificates; whoever has SSL_CERT_FILE set to `file` trusts them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "authority.pem"
        self._key, self._name = _key(2048), _name("Ward Archive's tests")
        builder = _builder(self._name, self._name, self._key, 365 * DAY)
        made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def server(
        self, host: str, days: int = 30, bits: int = 2048, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
    ) -> ssl.SSLContext:
        """For a server at `host`; with negative `days` the certificate ended that long ago."""
        key, address = _key(bits), x509.IPAddress(ipaddress.ip_address(host))
        builder = _builder(_name(host), self._name, key, days * DAY)
        made = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
        path = self.folder / f"{host}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        path.write_bytes(secret + made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        return _context(path, newest)


def _context(path: Path, newest: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.load_cert_chain(path)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with warnings.catch_warnings(action="ignore"):  # old TLS is what is wanted here
        context.maximum_version = newest
    return context


def _key(bits: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=bits)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, ends: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    named = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    numbered = named.serial_number(x509.random_serial_number())
    return numbered.not_valid_before(now - 400 * DAY).not_valid_after(now + ends)

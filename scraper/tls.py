"""Which TLS a host is spoken to with: certificates are checked and old versions refused unless its TOML says else."""

import ipaddress
from collections.abc import Iterable, Mapping
from functools import cache, partial

from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from scraper.portal import Portal

CIPHERS = b"DEFAULT"
# OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only, and takes 1024-bit keys and SHA-1 below level 2.
OLD_CIPHERS = b"DEFAULT@SECLEVEL=0"
WEAK = 'weaker than is safe today (tls = "legacy" in the portal\'s TOML allows it)'
UNCHECKED = '(tls = "unverified" in the portal\'s TOML fetches it unchecked)'
# OpenSSL's X509_V_ERR_…, in the words of who reads a summary.
COMPLAINTS = {
    9: f"is not valid yet {UNCHECKED}",
    10: f"has expired {UNCHECKED}",
    18: f"is signed by itself {UNCHECKED}",
    19: f"comes from an authority that nobody here knows {UNCHECKED}",
    20: f"comes from an authority that nobody here knows {UNCHECKED}",
    21: f"comes without the certificates that lead to its authority {UNCHECKED}",
    23: f"was revoked {UNCHECKED}",
    66: f"has a key {WEAK}",
    67: f"comes from an authority whose key is {WEAK}",
    68: f"has a signature {WEAK}",
}
ANOTHER_HOST = 1000  # not OpenSSL's: the name is compared here


class Untrusted(Exception):
    """No safe connection could be made to a host; asking again in a moment would be in vain. Says why."""


@implementer(IPolicyForHTTPS)
class PortalTLS:
    """Chooses by the host's portal; what was wrong with a certificate is told by `complaint` afterwards."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self.chosen: Mapping[str, str] = {host: portal.tls for portal in portals for host in portal.hosts}
        self._refused: dict[str, int] = {}  # host → number of the complaint

    def creatorForNetloc(self, hostname: bytes, _port: int) -> "Connector":  # noqa: N802  # Twisted's name
        host = hostname.decode("ascii")
        return Connector(host, self.chosen.get(host, ""), self._refused)

    def complaint(self, host: str) -> str:
        """What is wrong with the certificate that the host showed last; "" if nothing is. Forgets it."""
        number = self._refused.pop(host, None)
        if number is None:
            return ""
        why = COMPLAINTS.get(number, f"cannot be verified (OpenSSL's error {number}) {UNCHECKED}")
        return f"the certificate of {host} {'is for another host ' + UNCHECKED if number == ANOTHER_HOST else why}"


@implementer(IOpenSSLClientConnectionCreator)
class Connector:
    """Makes the TLS side of one connection."""

    def __init__(self, host: str, kind: str, refused: dict[str, int]) -> None:
        self.host, self.kind, self.refused = host, kind, refused

    def clientConnectionForTLS(self, _protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802
        connection = SSL.Connection(_context(old=bool(self.kind)), None)
        if not _is_address(self.host):  # which TLS does not allow as a server's name
            connection.set_tlsext_host_name(self.host.encode("ascii"))
        check = _accept if self.kind == "unverified" else partial(_check, self.host, self.refused)
        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, check)
        return connection


@cache
def _context(old: bool) -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_default_verify_paths()
    context.set_min_proto_version(SSL.TLS1_VERSION if old else SSL.TLS1_2_VERSION)
    context.set_cipher_list(OLD_CIPHERS if old else CIPHERS)
    return context


def _check(
    host: str, refused: dict[str, int], _c: SSL.Connection, shown: X509, error: int, depth: int, ok: int
) -> bool:
    """OpenSSL's word on each certificate of the chain, and whether the last is this host's."""
    if ok and depth == 0:
        wanted = IPAddress_ID(host) if _is_address(host) else DNS_ID(host)
        try:
            verify_service_identity(extract_patterns(shown), [wanted], [])
        except (CertificateError, VerificationError):
            ok, error = 0, ANOTHER_HOST
    if not ok:
        refused[host] = error
    return bool(ok)


def _accept(_connection: SSL.Connection, _shown: X509, _error: int, _depth: int, _ok: int) -> bool:
    return True


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

"""Requests that came to nothing: what kind of problem that is, and one line that says so."""

from scrapy import exceptions as scrapy_errors
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as twisted_errors
from twisted.python.failure import Failure as TwistedFailure
from twisted.web.client import ResponseFailed

from archive.record import ProblemKind
from scraper.backoff import Silent
from scraper.reading import is_passing, says_status
from scraper.tls import Untrusted

OF_THE_NETWORK = (
    Silent,
    Untrusted,
    OSError,
    ResponseFailed,
    scrapy_errors.CannotResolveHostError,
    scrapy_errors.DownloadCancelledError,
    scrapy_errors.DownloadConnectionRefusedError,
    scrapy_errors.DownloadFailedError,
    scrapy_errors.DownloadTimeoutError,
    scrapy_errors.ResponseDataLossError,
    scrapy_errors.UnsupportedURLSchemeError,
    twisted_errors.ConnectError,
    twisted_errors.ConnectionClosed,
    twisted_errors.DNSLookupError,
    twisted_errors.TimeoutError,
)


def is_read(failure: TwistedFailure) -> bool:
    """Whether the answer itself says what is wrong, and was read when it came."""
    return isinstance(failure.value, HttpError) and not is_passing(failure.value.response.status)


def is_lasting(failure: TwistedFailure) -> bool:
    """Whether asking again another day would be in vain."""
    return isinstance(failure.value, IgnoreRequest) and not isinstance(failure.value, HttpError | Silent)


def cause(failure: TwistedFailure) -> tuple[ProblemKind, str]:
    """What kind of problem a failed request is, and one line that says so. Raises what is a mistake of ours."""
    error = failure.value
    if isinstance(error, HttpError):
        return "http", says_status(error.response.status)
    if isinstance(error, IgnoreRequest) and not isinstance(error, Silent):
        return "refused", str(error)
    if isinstance(error, OF_THE_NETWORK):
        return "network", f"{error}".partition("\n")[0] or type(error).__name__
    failure.raiseException()
    raise AssertionError  # not reached

"""One line to whoever looks after the archive, by a webhook or a mail command. Nothing is sent unless one is given."""

import json
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

WEBHOOK_SECONDS = 10
COMMAND_SECONDS = 60


class _NoRedirects(HTTPRedirectHandler):
    """A POST that is sent elsewhere becomes a GET without its text: a failure, not a success."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Notices:
    """Where notices go, and whether they go where all is well too."""

    webhook: str = ""  # http:// or https:// address; often a secret, so that no message repeats it
    command: str = ""  # as in a shell, though none sees it
    always: bool = False

    def send(self, line: str, wrong: bool) -> list[str]:
        """Send the line if something is wrong, or always; what failed of that, a sentence each."""
        if not (wrong or self.always):
            return []
        text = " ".join(line.split())
        return [
            *(_post(self.webhook, text) if self.webhook else ()),
            *(_run(self.command, text) if self.command else ()),
        ]


def wrong_webhook(address: str) -> str:
    """What is wrong with the address; "" if nothing is."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    return "" if good else "should be an http:// or https:// address"


def wrong_command(command: str) -> str:
    """What is wrong with the command; "" if nothing is."""
    try:
        return "" if shlex.split(command) else "should name a command"
    except ValueError as error:
        return f"cannot be split into words: {error}"


def _post(address: str, text: str) -> Iterator[str]:
    body = json.dumps({"text": text}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "WardArchive"}
    request = Request(address, data=body, headers=headers, method="POST")  # noqa: S310  # checked by wrong_webhook
    try:
        build_opener(_NoRedirects).open(request, timeout=WEBHOOK_SECONDS).close()
    except (OSError, HTTPException, ValueError) as error:
        yield f"the notice did not reach the webhook at {urlsplit(address).hostname}: {error or type(error).__name__}"


def _run(command: str, text: str) -> Iterator[str]:
    words = shlex.split(command)
    try:
        done = subprocess.run(  # noqa: S603  # the operator's own command
            words, input=f"{text}\n", capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        why = f"took more than {COMMAND_SECONDS} s" if isinstance(error, subprocess.TimeoutExpired) else str(error)
        yield f"the notice did not leave by {words[0]}: {why}"
        return
    if done.returncode:
        said = done.stderr.strip().partition("\n")[0]
        yield f"the notice did not leave by {words[0]}: exit code {done.returncode}{said and f', {said}'}"

"""Notices: to a real web server, to a real command; and what is said when they fail."""

import shlex
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from scraper.notify import Notices, wrong_command, wrong_webhook
from tests.hearing import Hearing, hearing


@pytest.fixture
def server() -> Iterator[Hearing]:
    with hearing() as running:
        yield running


def keeping(path: Path) -> str:
    """A command that keeps what it is given."""
    code = f"import sys, pathlib; pathlib.Path({str(path)!r}).write_text(sys.stdin.read())"
    return shlex.join([sys.executable, "-c", code])


def test_nothing_is_sent_unless_somewhere_is_named() -> None:
    assert Notices().send("all is lost", wrong=True) == []


def test_trouble_is_sent_in_one_line(server: Hearing, tmp_path: Path) -> None:
    notices = Notices(server.url, keeping(tmp_path / "mail"))
    assert notices.send("phường\n  failed", wrong=True) == []
    assert server.heard == [{"text": "phường failed"}]
    assert (tmp_path / "mail").read_text(encoding="utf-8") == "phường failed\n"


def test_that_all_is_well_is_sent_only_on_request(server: Hearing) -> None:
    assert Notices(server.url).send("done", wrong=False) == []
    assert server.heard == []
    Notices(server.url, always=True).send("done", wrong=False)
    assert server.heard == [{"text": "done"}]


@pytest.mark.parametrize("status", [500, 404, 302, 307])
def test_a_webhook_that_does_not_take_it_is_a_line_without_its_secret(server: Hearing, status: int) -> None:
    server.status = status
    (line,) = Notices(server.url).send("x", wrong=True)
    assert line.startswith(f"the notice did not reach the webhook at 127.0.0.1: HTTP Error {status}")
    assert "secret" not in line
    assert len(server.heard) == 1


def test_nobody_there_is_a_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        (line,) = Notices(f"http://127.0.0.1:{taken.getsockname()[1]}/").send("x", wrong=True)
    assert "Connection refused" in line


def test_what_is_no_http_is_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"SSH-2.0-x\r\n\r\n")

        thread = Thread(target=answer)
        thread.start()
        (line,) = Notices(f"http://127.0.0.1:{server.getsockname()[1]}/").send("x", wrong=True)
        thread.join()
    assert line.startswith("the notice did not reach the webhook at 127.0.0.1: ")


@pytest.mark.parametrize(
    ("code", "complaint"),
    [("import sys; sys.exit('no mail today')", "exit code 1, no mail today"), ("exit(3)", "exit code 3")],
)
def test_a_command_that_fails_is_a_line(code: str, complaint: str) -> None:
    (line,) = Notices(command=shlex.join([sys.executable, "-c", code])).send("x", wrong=True)
    assert line == f"the notice did not leave by {sys.executable}: {complaint}"


def test_a_command_that_is_not_there_is_a_line() -> None:
    (line,) = Notices(command="no-such-command -s ward").send("x", wrong=True)
    assert line.startswith("the notice did not leave by no-such-command: ")


def test_no_shell_sees_the_command(tmp_path: Path) -> None:
    command = shlex.join(
        [sys.executable, "-c", f"open({str(tmp_path / 'a')!r}, 'w')", ";", "touch", str(tmp_path / "b")]
    )
    assert Notices(command=command.replace("';'", ";")).send("$(touch c)", wrong=True) == []
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x.example/", "x.example", "http://", "http://x:y/"])
def test_a_webhook_must_be_an_address(address: str) -> None:
    assert wrong_webhook(address) == "should be an http:// or https:// address"


def test_what_can_be_used_is_not_complained_about() -> None:
    assert wrong_webhook("https://hooks.example:8443/x?y=z") == ""
    assert wrong_command("mail -s 'ward archive' me@x.example") == ""
    assert "No closing quotation" in wrong_command("mail -s 'ward")
    assert wrong_command("  ") == "should name a command"

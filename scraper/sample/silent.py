"""An address that does not even refuse: how some of Hà Nội's portals treat whoever asks from a data centre."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

FILLING = 8  # connections: more than a queue of length 0 holds on any system


@contextmanager
def silent_address(host: str) -> Iterator[str]:
    """`host:port` of a listener that takes nobody and whose queue is full: the system drops what else arrives."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server((host, 0), backlog=0))
        for _ in range(FILLING):
            visitor = opened.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex(listener.getsockname())
        yield f"{host}:{listener.getsockname()[1]}"

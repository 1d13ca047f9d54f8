"""Many portals on many simulated hosts: the sample's pages, each portal below a path of its own, one host an address.

    python -m tests.many --portals 1000 --hosts 200 --big 2000 --data FOLDER

writes a TOML for each into FOLDER/portals, prints a line when it listens, and serves them until it is ended.
"""

import argparse
import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Thread

from scraper.sample.articles import SECTIONS
from scraper.sample.catalogue import Catalogue
from scraper.sample.site import Reply, Site

SMALL = (5, 7, 10)  # articles of the small portals, by turns; the first portal is the big one
ASKED = tuple(SECTIONS)[:3]
NOWHERE = "http://site.invalid"  # what the pages call their portal until they are sent


@dataclass
class Crowd:
    """So many portals on so many loopback addresses; `big` is the number of articles of p0000."""

    portals: int
    hosts: int
    big: int
    port: int = field(init=False)

    def __post_init__(self) -> None:
        with socket.create_server((self.host(0), 0)) as free:
            self.port = free.getsockname()[1]

    def host(self, number: int) -> str:
        return f"127.0.1.{number % self.hosts + 1}"

    @cached_property
    def sites(self) -> dict[int, Site]:
        return {size: Site(NOWHERE, Catalogue(size)) for size in (self.big, *SMALL)}

    def size(self, number: int) -> int:
        return SMALL[number % len(SMALL)] if number else self.big

    def write(self, data: Path) -> None:
        """A TOML for each portal."""
        (data / "portals").mkdir(parents=True)
        sections = ", ".join(f'{slug} = "{SECTIONS[slug]}"' for slug in ASKED)
        for number in range(self.portals):
            place = f"{self.host(number)}:{self.port}"
            text = f"""name = "P{number}"\nward = "P{number}"\nplatform = "hanoi_liferay62"\ndelay = 0
url = "http://{place}/p{number:04}"\nallow_private = "{place}"\nsections = {{ {sections} }}\n"""
            (data / "portals" / f"p{number:04}.toml").write_text(text, encoding="utf-8")

    def reply(self, target: str, host: str) -> Reply:
        if target == "/robots.txt":
            return Reply(200, b"User-agent: *\nDisallow:\n", "text/plain")
        name, _, rest = target[1:].partition("/")
        reply = self.sites[self.size(int(name[1:]))].answer(f"/{rest}")
        if not reply.kind.startswith("text/html"):
            return reply
        body = reply.body.replace(b'="/', f'="/{name}/'.encode())
        return Reply(reply.status, body.replace(NOWHERE.encode(), f"http://{host}/{name}".encode()), reply.kind)

    async def serve(self) -> asyncio.Server:
        addresses = [self.host(number) for number in range(min(self.hosts, self.portals))]
        return await asyncio.start_server(self._talk, addresses, self.port, backlog=256)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
                reply = self.reply(head.split()[1], host)
                said = f"HTTP/1.1 {reply.status} -\r\nContent-Type: {reply.kind}\r\nContent-Length: {len(reply.body)}"
                writer.write(said.encode() + b"\r\n\r\n" + reply.body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@contextmanager
def serving(crowd: Crowd) -> Iterator[None]:
    """Serve it from a thread of this process."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(crowd.serve(), loop).result()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("portals", "hosts", "big"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = vars(parser.parse_args())
    data = options.pop("data")
    crowd = Crowd(**options)
    crowd.write(data)
    server = await crowd.serve()
    print("listening", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

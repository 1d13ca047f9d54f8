"""The sample portal on a loopback port: started, stopped, changed and made to fail by who uses it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from ssl import SSLContext
from threading import Thread
from typing import Self

from scraper.sample.articles import SECTIONS, SampleArticle
from scraper.sample.catalogue import Catalogue
from scraper.sample.handler import LOOPBACK, Server, Service, Visit
from scraper.sample.site import Reply, Site


class SamplePortal:
    """The portal of phường Thượng Thanh on this machine, from `start` to `stop` or within a `with`.

    `port` 0 takes a free one; `delay` seconds pass before each answer; `gzip` compresses HTML for who accepts it;
    `size` is the number of articles. `host` is any loopback address: a crawler takes each for a host of its own.
    With `tls` it serves HTTPS. Raises OSError if the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        delay: float = 0.0,
        gzip: bool = False,
        size: int | None = None,
        host: str = LOOPBACK,
        tls: SSLContext | None = None,
    ) -> None:
        self.sections: Mapping[str, str] = SECTIONS
        self._server = Server(host, port, tls)
        self.url = f"{'https' if tls else 'http'}://{host}:{self._server.server_port}"
        self._catalogue = Catalogue(size)
        self._service = self._server.service = Service(Site(self.url, self._catalogue), delay, gzip)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def log(self) -> list[Visit]:
        """Every request so far, in the order of the answers."""
        return self._service.log

    @property
    def articles(self) -> Mapping[str, SampleArticle]:
        """What is served now, by id; iterates from the oldest, the seed before all."""
        return self._catalogue

    def wait(self) -> None:
        """Return when the portal is stopped."""
        self._service.stopping.wait()

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends what is under way, too; a stopped portal cannot be started again."""
        self._service.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def address(self, article_id: str, section: str | None = None) -> str:
        return self.url + self._catalogue[article_id].path(section)

    def edit(
        self,
        article_id: str,
        *,
        title: str | None = None,
        paragraphs: Sequence[str] | None = None,
        published: datetime | None = None,
    ) -> None:
        """Change what is served; a new title makes a new address, and the old one still answers."""
        self._catalogue.edit(article_id, title, paragraphs, published)

    def remove(self, article_id: str) -> None:
        """From now on 404, and on no list."""
        self._catalogue.remove(article_id)

    def restore(self, article_id: str) -> None:
        self._catalogue.restore(article_id)

    def publish(self, moment: datetime) -> str:
        """One article more, of that moment; its id. An earlier moment puts it among older ones."""
        return self._catalogue.publish(moment)

    def change(self, target: str, change: Callable[[Reply], Reply]) -> None:
        """From now on serve, where this regular expression is found in a path with query, what `change` makes of it."""
        self._service.site.changes.append((re.compile(target), change))

    def misbehave(self, path: str, fault: str, times: int | None = None) -> None:
        """Let `path` (exact, or a prefix that ends in `*`) meet one of FAULTS, so many times or until `behave`."""
        self._service.faults.add(path, fault, times)

    def behave(self, path: str | None = None) -> None:
        self._service.faults.clear(path)

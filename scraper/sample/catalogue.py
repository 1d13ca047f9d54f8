"""What is published at the moment: all articles as composed, less what was removed, with what was edited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from scraper.sample.articles import SECTIONS, VIETNAM, Block, SampleArticle, slug_of
from scraper.sample.writer import compose, sections_of, write_outline, write_outlines

SIZE = 140


class Catalogue(Mapping[str, SampleArticle]):
    """Served articles by id. Texts are composed when they are first asked for, so that a large one starts at once."""

    def __init__(self, size: int | None = None) -> None:
        self._outlines = {outline.id: outline for outline in write_outlines(size or SIZE)}
        self._edited: dict[str, SampleArticle] = {}
        self._removed: set[str] = set()
        self.lock = RLock()  # held while a reply is made, so that no change comes in the middle of it
        self.version = 0  # of what is served; whoever keeps something made from it keeps this too
        self._lists: tuple[int, dict[str, list[str]]] = (-1, {})
        self.places = len(self._outlines)

    def __getitem__(self, article_id: str) -> SampleArticle:
        if article_id in self._removed:
            raise KeyError(article_id)
        return self._edited.get(article_id) or compose(self._outlines[article_id])

    def __iter__(self) -> Iterator[str]:
        return (article_id for article_id in self._outlines if article_id not in self._removed)

    def __len__(self) -> int:
        return len(self._outlines) - len(self._removed)

    def listed(self, section: str = "") -> list[str]:
        """Ids of a section, newest first; of the whole portal for ""."""
        version, lists = self._lists
        if version != self.version:
            version = self.version
            lists = self._sort()
            self._lists = version, lists
        return lists.get(section, [])

    def _sort(self) -> dict[str, list[str]]:
        lists: dict[str, list[str]] = {section: [] for section in ("", *SECTIONS)}
        for article_id in sorted(self, key=self._age, reverse=True):
            for section in ("", *sections_of(self._outlines[article_id])):
                lists[section].append(article_id)
        return lists

    def _age(self, article_id: str) -> tuple[datetime, str]:
        return (self._edited.get(article_id) or self._outlines[article_id]).moment, article_id

    def edit(
        self,
        article_id: str,
        title: str | None = None,
        paragraphs: Sequence[str] | None = None,
        published: datetime | None = None,
    ) -> None:
        """Replace what is given; other text goes when paragraphs do, pictures and attachments stay."""
        with self.lock:
            self._edited[article_id] = _changed(self[article_id], title, paragraphs, published)
            self.version += 1

    def publish(self, moment: datetime) -> str:
        """One article more; its id."""
        with self.lock:
            outline = write_outline(self.places, moment, self._outlines)
            self._outlines[outline.id] = outline
            self.places += 1
            self.version += 1
            return outline.id

    def remove(self, article_id: str) -> None:
        """Take a published article away. Raises KeyError for one that is not there."""
        with self.lock:
            self._removed.add(self[article_id].id)
            self.version += 1

    def restore(self, article_id: str) -> None:
        with self.lock:
            self._removed.remove(article_id)
            self.version += 1


def _changed(
    article: SampleArticle, title: str | None, paragraphs: Sequence[str] | None, published: datetime | None
) -> SampleArticle:
    if title is not None:
        article = replace(article, title=title, slug=slug_of(title))
    if paragraphs is not None:
        kept = [block for block in article.blocks if block.kind in ("picture", "attachment")]
        article = replace(article, blocks=(*(Block("p", text) for text in paragraphs), *kept))
    if published is not None:
        moment = published.replace(tzinfo=published.tzinfo or VIETNAM)
        article = replace(article, published=moment, moment=moment)
    return article

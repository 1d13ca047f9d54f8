"""How well `generic` reads pages of softwares that it is not told of: `make bench-extract`, `--help` for more.

Every page of the software portals and of `tests/pages` is read by `generic` alone, beside trafilatura and newspaper4k,
and held against what is known of it. F1 is that of the words of lead and body; a title is right when its letters are,
a date when its day is, a count when it is equal, also to none. `stored` are pages that are no articles and were taken
for one: there must be none.
"""

import argparse
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from archive.text import words
from scraper.pages import NotAnArticle, Page
from scraper.platforms import find_platform
from scraper.posting import posted
from tests.saved import SEEN_AT, expected, saved_page, saved_pages
from tests.software import SoftwarePortal, find, names

DEVELOPED_ON = ("nukeviet", "tandan_sharepoint", "hanoi_newszone", "vnpt_vnportal", "hanoi_liferay62", "generic")
NO_PAGES = ("/khong-co-trang-nay", "/tim-kiem?q=phuong")
FIELDS = ("title", "date", "views")
GENERIC = find_platform("generic")


class Sample(NamedTuple):
    software: str
    page: Page
    kind: str  # article, list or neither
    truth: dict[str, Any]


class Read(NamedTuple):
    title: str
    day: str
    views: int | None
    text: str


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    f1: list[float] = field(default_factory=list)
    articles: int = 0
    others: int = 0
    stored: int = 0  # pages that are no articles
    listed: int = 0
    found: int = 0
    wanted: int = 0
    seconds: float = 0.0

    def row(self) -> list[str]:
        shares = [f"{self.right[name] / max(self.articles, 1):.3f}" for name in FIELDS]
        body = f"{sum(self.f1) / max(len(self.f1), 1):.3f}"
        pages = max(self.articles + self.others, 1)
        lists = [f"{self.found / max(one, 1):.3f}" if one else "" for one in (self.wanted, self.listed)]
        return [str(self.articles), *shares, body, f"{self.stored}/{self.others}", *lists,
                f"{1000 * self.seconds / pages:.1f}"]  # fmt: skip


def samples(only: str) -> Iterator[Sample]:
    for name in names():
        for theme in find(name).themes or ("",):
            if not only or name == only:
                yield from portal_samples(SoftwarePortal(name, theme=theme), "-".join(filter(None, (name, theme))))
    for path in saved_pages():
        said = expected(path)
        name = path.parent.name
        if (not only or name == only) and said["kind"] in ("article", "list", "neither"):
            yield Sample(f"{name} (saved)", saved_page(path), said["kind"], truth_of_saved(said))


def portal_samples(portal: SoftwarePortal, label: str) -> Iterator[Sample]:
    def page_at(target: str, method: str = "GET", body: str = "") -> Page:
        reply = portal.page(target, method, body)
        if reply.status in (301, 302):
            reply = portal.page(reply.headers["Location"])
        url = portal.url + target.removeprefix(portal.url)
        url = posted(url, dict(parse_qsl(body))) if method == "POST" else url
        return Page(url, reply.body.decode(), seen_at=SEEN_AT)

    for story in portal.articles.values():
        yield Sample(label, page_at(story.path), "article", portal.truth(story))
    for request, stories in portal.lists():
        if request.method == "GET" and "html" in portal.page(request.target).kind:
            truth = {"urls": [portal.url + story.path for story in stories]}
            yield Sample(label, page_at(request.target), "list", truth)
    for target in (portal.software.home, *NO_PAGES, *statics(portal)):
        yield Sample(label, page_at(target), "neither", {})


def statics(portal: SoftwarePortal) -> list[str]:
    return [portal._pages._static_path(name) for name in ("lien-he", "van-ban", "gioi-thieu", "thu-vien-anh")]


def truth_of_saved(said: dict[str, Any]) -> dict[str, Any]:
    if said["kind"] != "article":
        return {"urls": [item["url"] for item in said.get("items", ())]}
    return {**said, "paragraphs": said["body"].split("\n\n")}


def by_generic(page: Page) -> Read | None:
    try:
        article = GENERIC.read_article(page, "sample")
    except NotAnArticle:
        return None
    return Read(article.title, (article.published or "")[:10], article.views, f"{article.lead} {article.body}")


def by_trafilatura(page: Page) -> Read | None:
    import trafilatura

    document = trafilatura.bare_extraction(page.text, url=page.url, with_metadata=True)
    if document is None or not document.text:
        return None
    return Read(document.title or "", document.date or "", None, document.text)


def by_newspaper(page: Page) -> Read | None:
    import newspaper

    article = newspaper.Article(page.url, language="vi")
    article.download(input_html=page.text)
    article.parse()
    day = f"{article.publish_date:%Y-%m-%d}" if article.publish_date else ""
    return Read(article.title or "", day, None, article.text) if article.text else None


READERS: dict[str, Callable[[Page], Read | None]] = {
    "generic": by_generic,
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
}


def judge(score: Score, sample: Sample, read: Read | None, verbose: bool) -> None:
    if sample.kind != "article":
        score.others += 1
        score.stored += read is not None
        if read is not None and verbose:
            print(f"STORED {sample.software} {sample.page.url}: {read.title}")
        return
    score.articles += 1
    truth = sample.truth
    read = read or Read("", "", None, "")
    told = f"{truth['lead']} {' '.join(truth['paragraphs'])}"
    right = {
        "title": bare(read.title) == bare(truth["title"]),
        "date": read.day == (truth["published"] or "")[:10],
        "views": read.views == truth["views"],
    }
    score.right.update(name for name, one in right.items() if one)
    score.f1.append(f1_of(read.text, told))
    if verbose and not (all(right.values()) and score.f1[-1] > 0.95):
        wrong = [name for name, one in right.items() if not one]
        print(f"{sample.software} {sample.page.url[-70:]}: {wrong} F1 {score.f1[-1]:.2f} {read[:3]}")


def judge_list(score: Score, sample: Sample, verbose: bool) -> None:
    """What `generic` finds on a list, by the articles' ids."""
    listed = GENERIC.read_list(sample.page)
    wanted = {GENERIC.article_id(url) for url in sample.truth["urls"]}
    found = {item.portal_id for item in listed.items}
    score.wanted += len(wanted)
    score.listed += len(found)
    score.found += len(found & wanted)
    if verbose and found != wanted:
        counts = f"{len(found & wanted)} of {len(wanted)}, {len(found)} found"
        print(f"LIST {sample.software} {sample.page.url[-70:]}: {counts}")


def bare(text: str) -> str:
    return "".join(word for _, _, word in words(text))


def f1_of(read: str, truth: str) -> float:
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (read, truth))
    both = sum((one & other).values())
    return 2 * both / max(sum(one.values()) + sum(other.values()), 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extract", description=__doc__)
    parser.add_argument("--only", default="", help="one software")
    parser.add_argument("--reader", choices=READERS, help="one reader")
    parser.add_argument("--verbose", action="store_true", help="say what was read wrong")
    options = parser.parse_args()
    known = list(samples(options.only))
    for name in [options.reader] if options.reader else READERS:
        scores: dict[str, Score] = defaultdict(Score)
        for sample in known:
            page = Page(sample.page.url, sample.page.text, seen_at=SEEN_AT)
            began = time.process_time()
            read = READERS[name](page)
            score = scores[sample.software]
            score.seconds += time.process_time() - began
            judge(score, sample, read, options.verbose)
            if name == "generic" and sample.kind == "list":
                judge_list(score, sample, options.verbose)
        print_scores(name, scores)


def print_scores(reader: str, scores: dict[str, Score]) -> None:
    print(f"\n{reader:36} n  title  date views  body stored recall prec   ms")
    for software in sorted(scores):
        print(f"{software:32}", *(f"{cell:>6}" for cell in scores[software].row()))
    for label, chosen in (
        ("developed on", lambda one: one.partition("-")[0].split()[0] in DEVELOPED_ON),
        ("held out", lambda one: one.partition("-")[0].split()[0] not in DEVELOPED_ON),
        ("all", lambda _: True),
    ):
        total = Score()
        for software, score in scores.items():
            if chosen(software):
                for name in ("right", "f1", "articles", "others", "stored", "listed", "found", "wanted", "seconds"):
                    setattr(total, name, getattr(total, name) + getattr(score, name))
        print(f"{label:32}", *(f"{cell:>6}" for cell in total.row()))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main()

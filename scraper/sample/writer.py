"""Composes the sample's articles: outlines of all of them at once, each text when it is first asked for."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

from scraper.sample.articles import BAR, VIETNAM, Block, SampleArticle, slug_of
from scraper.sample.language import HERE, LANGUAGE, TOPICS, Speech, Topic
from scraper.sample.media import picture_address
from scraper.sample.traits import PERIOD, Draft, apply_traits, form_and_views, traits_at

SEED_ID = 4381216
SEED_MOMENT = datetime(2022, 6, 24, 15, 49, tzinfo=VIETNAM)
FIRST_DAY, LAST_DAY = datetime(2019, 1, 7, tzinfo=VIETNAM), datetime(2025, 6, 28, tzinfo=VIETNAM)
IDS_PER_DAY = 600  # the number is the whole city's count of assets
REPOSTED = {47, 83, 112}  # places in PERIOD that publish the article before them once more
LEAST_TEXT = 1700  # bytes


class Outline(NamedTuple):
    place: int  # 0 for the seed, then from 1 in the order of time
    source: int  # the place whose text it has: its own, but for a re-post
    id: str
    moment: datetime
    topic: int
    title: str


def write_outlines(size: int) -> list[Outline]:
    """The seed and `size - 1` more, oldest first; titles differ, but for the re-posts."""
    found, titles, last_id = [_seed_outline()], set[str](), 0
    for place in range(1, size):
        rng = Random(f"outline {place} of {size}")
        moment = _moment(rng, place, size)
        last_id = max(last_id + 1, _number(moment))
        last_id += last_id == SEED_ID
        if place % PERIOD in REPOSTED:
            found.append(found[-1]._replace(place=place, id=str(last_id), moment=moment))
            continue
        topic = _choose_topic(rng, moment)
        title = next(title for title in _titles(rng, moment, TOPICS[topic]) if title not in titles)
        titles.add(title)
        found.append(Outline(place, place, str(last_id), moment, topic, title))
    return found


def write_outline(place: int, moment: datetime, others: Mapping[str, Outline]) -> Outline:
    """One more, for a place that none of the others has."""
    rng = Random(f"outline {place} at {moment}")
    topic, titles = _choose_topic(rng, moment), {other.title for other in others.values()}
    title = next(title for title in _titles(rng, moment, TOPICS[topic]) if title not in titles)
    number = str(max(map(int, others)) + 1)
    return Outline(place, place, number, moment, topic, title)


@lru_cache(maxsize=2048)
def compose(outline: Outline) -> SampleArticle:
    """The article of an outline, always the same."""
    if outline.place == 0:
        return _seed_article()
    rng = Random(f"text {outline.source} {outline.title}")
    topic, speech = TOPICS[outline.topic], Speech(rng, outline.moment)
    traits = traits_at(outline.place)
    draft = Draft(outline.source, traits, outline.title, "", [Block("p", text) for text in _texts(speech, topic)])
    if "lead" in traits:
        draft.lead = speech.say(rng.choice(LANGUAGE["leads"]))
    apply_traits(draft, speech)
    form, views = form_and_views(rng, traits)
    published = outline.moment.replace(hour=0, minute=0) if "time-unknown" in traits else outline.moment
    extra = ("hoat-dong-khoi-chinh-quyen",) if "two-sections" in traits else ()
    return SampleArticle(
        id=outline.id,
        sections=tuple(dict.fromkeys((topic.section, *extra))),
        title=draft.title,
        lead=draft.lead,
        published=None if traits & {"no-date", "bad-date"} else published,
        form=form,
        views=views,
        blocks=tuple(draft.blocks),
        thumbnail=draft.thumbnail,
        traits=frozenset(traits),
        moment=outline.moment,
        slug=slug_of(draft.title) + ("-2" if outline.source != outline.place else ""),
    )


def sections_of(outline: Outline) -> tuple[str, ...]:
    """Where an article is listed, without composing it."""
    if outline.place == 0:
        return (_seed_article().sections[0],)
    extra = ("hoat-dong-khoi-chinh-quyen",) if "two-sections" in traits_at(outline.place) else ()
    return tuple(dict.fromkeys((TOPICS[outline.topic].section, *extra)))


def _seed_outline() -> Outline:
    return Outline(0, 0, str(SEED_ID), SEED_MOMENT, -1, _seed_article().title)


@lru_cache(maxsize=1)
def _seed_article() -> SampleArticle:
    _, _, title, _, *lines = (HERE / "seed.txt").read_text(encoding="utf-8").split("\n")
    pictures = [Block("picture", address=picture_address(0, number)) for number in range(6)]
    return SampleArticle(
        id=str(SEED_ID),
        sections=("hoat-dong-khoi-chinh-quyen",),
        title=title,
        lead="",
        published=SEED_MOMENT,
        form="Ngày đăng {day} | {clock}" + BAR + "Lượt xem: {views}",
        views=80,
        blocks=(*(Block("p", line) for line in lines if line), *pictures),
        thumbnail=picture_address(0, None),
        traits=frozenset({"seed", "nbsp"}),
        moment=SEED_MOMENT,
        slug=slug_of(title),
    )


def _moment(rng: Random, place: int, size: int) -> datetime:
    """Spread evenly over the years, in office hours; later places are never earlier."""
    step = (LAST_DAY - FIRST_DAY) / max(size, 2)
    day = FIRST_DAY + step * (place - 1 + rng.random() * 0.5)
    return day.replace(hour=7 + day.hour * 10 // 24, minute=day.minute, second=0, microsecond=0)


def _number(moment: datetime) -> int:
    return SEED_ID + int((moment - SEED_MOMENT) / timedelta(days=1) * IDS_PER_DAY)


def _choose_topic(rng: Random, moment: datetime) -> int:
    fitting = [number for number, topic in enumerate(TOPICS) if topic.fits(moment)]
    return rng.choices(fitting, [TOPICS[number].weight for number in fitting])[0]


def _titles(rng: Random, moment: datetime, topic: Topic) -> Iterator[str]:
    """Titles until one is new; a topic that has said everything adds its number."""
    for attempt in range(10_000):
        title = Speech(rng, moment).say(rng.choice(topic.titles))
        yield title if attempt < 20 else f"{title} (lần {attempt - 18})"


def _texts(speech: Speech, topic: Topic) -> list[str]:
    """Three to nine paragraphs: opening, what the topic has to say in its order, something general, closing."""
    rng = speech.rng
    told = _some(rng, topic.sentences, rng.randint(5, len(topic.sentences)))
    general = _some(rng, LANGUAGE["general"], rng.randint(1, 3))
    body, at = [], 0
    while at < len(told):
        taken = rng.randint(2, 4)
        body.append(" ".join(map(speech.say, told[at : at + taken])))
        at += taken
    texts = [speech.say(rng.choice(topic.openings)), *body, " ".join(map(speech.say, general))]
    while len("".join(texts).encode()) < LEAST_TEXT:
        texts[-1] += " " + speech.say(rng.choice([one for one in LANGUAGE["general"] if one not in general]))
    texts.append(speech.say(rng.choice(topic.closings)))
    return [_upper_first(text) for text in texts]


def _some(rng: Random, sentences: tuple[str, ...] | list[str], count: int) -> list[str]:
    return [sentences[at] for at in sorted(rng.sample(range(len(sentences)), min(count, len(sentences))))]


def _upper_first(text: str) -> str:
    """A slot such as `tổ dân phố` may begin a sentence."""
    return re.sub(r"(^|[.!?] )(\w)", lambda match: match[1] + match[2].upper(), text)

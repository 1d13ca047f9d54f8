"""Whose address an address is, where nobody said: the article's own number, or else its path."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from archive.identity import steady

LEAST_DIGITS = 5  # shorter numbers in a slug are years and counts
DAY = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp|vnp|epi|chn|amp)$", re.IGNORECASE)
# Parameters that hold an article's own id, the surest first.
IDS = (
    "articleid article_id newsid news_id idtin tinid tin_id matin id_tin idbaiviet baivietid postid post_id contentid"
    " content_id dinhdanh tc nid aid art idnews idbv itemid item_id id p post n"
).split()
# Parameters that change nothing about which article is shown.
NOISE = re.compile(
    r"utm_\w+|fbclid|gclid|zarsrc|_ga|ref|referer|s?sid|phpsessid|jsessionid|session\w*|token|csrf\w*|print|amp|lang|langid"
    r"|theme|device|page|trang|pageindex|cur|redirect|backurl|returnurl|source|t|time|v|ver|random|rnd|_|isdlg|nv_redirect|"
    r"p_p_(?:state|mode|lifecycle)|.*_redirect|keyword|q|s",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"/(?:login|dang-nhap|dang-ky|register|search|tim-kiem|lien-he|contact|rss|feed|sitemap\w*|tags?|author|category|page"
    r"|print|savefile|admin|user|users|account|api|wp-json|wp-login\.php|trang-chu|home|gioi-thieu|default|index)"
    r"(?:\.\w+)?/?$|/(?:tags?|tu-khoa|author|category|chuyen-muc|page|feed|print|search|tim-kiem|wp-content|wp-json|uploads"
    r"|images?|documents|themes)/",
    re.IGNORECASE,
)
FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|svg|webp|mp[34]|xml|rss|css|js|json|txt|ico)$", re.IGNORECASE
)


def kept_address(url: str) -> str:
    """The address by which an article is kept: without marks of a visit, and fragment; parameters as they stand."""
    parts = urlsplit(steady(url))
    query = [(name, value) for name, value in parse_qsl(parts.query) if value and not NOISE.fullmatch(name)]
    return urlunsplit(parts._replace(query=urlencode(query), fragment=""))


def may_be_article(url: str) -> bool:
    """Whether an article can be at this address; only its page says whether one is."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or FILE.search(parts.path):
        return False
    return own_parameter(url) is not None or bool(parts.path.strip("/") and not NEVER.search(parts.path))


def own_id(url: str) -> str | None:
    """The id of the article at this address: its number, or else path and query, with `~` for slashes.

    None if no article can be there.
    """
    if not may_be_article(url):
        return None
    path = unquote(urlsplit(steady(url)).path).strip("/")
    step = ENDING.sub("", path.rpartition("/")[2])
    numbers: list[str] = [
        one for one in re.findall(r"\d+", step) if len(one) >= LEAST_DIGITS and not DAY.fullmatch(one)
    ]
    if ends := [one for one in numbers[::-1] if step.endswith(one) or step.startswith(one)]:
        return ends[0]
    query = urlsplit(kept_address(url)).query
    steps = [*ENDING.sub("", path).split("/"), query]
    return own_parameter(url) or "~".join(step for step in steps if step) or None


def own_parameter(url: str) -> str | None:
    """What the parameter says that holds an article's id."""
    named = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    return next((named[name] for name in IDS if named.get(name)), None)

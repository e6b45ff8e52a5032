"""What a page declares about itself: title, authors, outlet, address, language and date of publication.

Read are JSON-LD, OpenGraph and the other `<meta>` conventions of news outlets, Dublin Core, microdata and
`<time>`. What none of them says is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.collect.items import Declared
from dateline.collect.page.dates import Dated, best_date
from dateline.collect.page.linked_data import (
    Object,
    article_of,
    names_in,
    read_linked_data,
    text_of,
    types_of,
)

HtmlElement = Any  # lxml's, which ships no types
Metas = Mapping[str, Sequence[str]]
Properties = Mapping[str, Sequence[HtmlElement]]

DATE_METAS = (
    "article:published_time article:published og:article:published_time og:published_time datepublished "
    "rnews:datepublished parsely-pub-date sailthru.date cxenseparse:recs:publishtime bt:pubdate "
    "article.published pubdate publishdate publish_date publish-date published_time published-date "
    "date_published publication_date originalpublicationdate displaydate ptime dcterms.issued "
    "dc.date.issued dcterms.created dc.date.created dc.date dc:date dcterms.date "
    "citation_publication_date date"
).split()
TITLE_METAS = "citation_title dcterms.title dc.title title".split()
AUTHOR_METAS = (
    "article:author author parsely-author sailthru.author dc.creator dcterms.creator dc:creator "
    "citation_author byl"
).split()
OUTLET_METAS = "publisher dc.publisher dcterms.publisher application-name".split()
DATE_CLASS = re.compile(
    r"\b(?:published|entry-date|post-date|pubdate|publish-date|date-published)\b", re.IGNORECASE
)
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
LOCALE = re.compile(r"([a-zA-Z]{2})[_-]([a-zA-Z]{2})")
SEPARATOR = re.compile(r"\s+(?:[|·•»–—-]|::|<<|>>)\s+|\s*:\s+")
BYLINE = re.compile(r"^(?:(?:written |posted |story )?by\b:?|author:)\s+", re.IGNORECASE)
NOBODY = frozenset("admin administrator author editor webmaster root null none undefined unknown".split())
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""In a byline that holds a date or more, the name cannot be told from the rest."""
LONGEST_NAME = 120
MOST_AUTHORS = 12
"""A page that names more lists the authors of other pages."""


def read_declared(tree: HtmlElement, address: str | None) -> Declared:
    """What the page says of itself; `address` is where it was found, for addresses relative to it."""
    metas = _metas(tree)
    microdata = _microdata(tree)
    things = read_linked_data(tree)
    url = _address(tree, metas, address)
    article = article_of(things, [a for a in (url, address) if a])
    outlets = list(_outlets(metas, microdata, article, things))
    dated = best_date(_dates(tree, metas, microdata, article))
    return Declared(
        url=url,
        outlet=next(iter(outlets), None),
        title=_title(tree, metas, article, [*outlets, urlsplit(url or address or "").netloc]),
        author=_authors(tree, metas, microdata, article, things),
        published=dated[0] if dated else None,
        dated=dated[1] if dated else None,
        language=_language(tree, metas),
    )


def _metas(tree: HtmlElement) -> Metas:
    """The contents of the `<meta>` elements by name, in lower case and in the page's order."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = " ".join(meta.get("content", "").split())
        if content:
            for kind in ("property", "name", "itemprop", "http-equiv"):
                for name in meta.get(kind, "").lower().split():
                    found.setdefault(name, []).append(content)
    return found


def _all(metas: Metas, names: Iterable[str]) -> Iterator[str]:
    return (content for name in names for content in metas.get(name, ()))


def _dates(tree: HtmlElement, metas: Metas, microdata: Properties, article: Object) -> Iterator[Dated]:
    """The dates that the page declares, each with how; the most trustworthy first."""
    if isinstance(date := article.get("datePublished"), str):
        yield date, "json-ld"
    yield from ((content, "meta") for content in _all(metas, DATE_METAS))
    times = list(tree.iter("time"))
    for element in microdata.get("datePublished", ()):
        value = element.get("datetime") or element.get("content") or element.text_content()
        yield value, "time" if element.tag == "time" else "meta"
    for time in times:
        if "pubdate" in time.attrib or DATE_CLASS.search(time.get("class", "")):
            yield time.get("datetime") or time.text_content(), "time"
    yield from ((time.get("datetime"), "time") for time in _times_of_article(tree, times))


def _microdata(tree: HtmlElement) -> Properties:
    """The elements that hold a property in microdata, by its name; `<meta>` is read elsewhere."""
    held: dict[str, list[HtmlElement]] = {}
    for element in tree.xpath(".//*[@itemprop][not(self::meta)]"):
        for name in element.get("itemprop").split():
            held.setdefault(name, []).append(element)
    return held


def _named(elements: Sequence[HtmlElement]) -> Iterator[str]:
    """The names of those whom a property in microdata holds: as said inside it, or its text."""
    for element in elements if len(elements) <= MOST_AUTHORS else ():
        inner = [e for e in element.iter() if "name" in e.get("itemprop", "").split()]
        for holder in inner or [element]:
            yield " ".join((holder.get("content") or holder.text_content()).split())


def _times_of_article(tree: HtmlElement, times: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The first `<time>` in the one `<article>` that holds the page's one main heading."""
    headings = list(tree.iter("h1"))
    around = next(headings[0].iterancestors("article"), None) if len(headings) == 1 else None
    return [t for t in times if around is not None and t.get("datetime") and around in t.iterancestors()][:1]


def _title(tree: HtmlElement, metas: Metas, article: Object, sites: Sequence[str]) -> str | None:
    heading = next(tree.iter("title"), None)
    candidates = (
        *_all(metas, ["og:title"]),
        text_of(article.get("headline")),
        *_all(metas, ["twitter:title"]),
        *_all(metas, TITLE_METAS),
        None if heading is None else " ".join(heading.text_content().split()),
    )
    title = next(filter(None, candidates), None)
    return None if title is None else _without_site(title, sites)


def _without_site(title: str, sites: Sequence[str]) -> str:
    """The title without the outlet's name before or after it ("… | The Pebble")."""
    names = {_letters(site) for site in sites} - {""}
    parts = SEPARATOR.split(title)
    if len(parts) > 1 and _letters(parts[-1]) in names:
        return title[: title.rindex(parts[-1])].rstrip(" |·•»:–—-<>")
    if len(parts) > 1 and _letters(parts[0]) in names:
        return title[len(parts[0]) :].lstrip(" |·•»:–—-<>")
    return title


def _letters(name: str) -> str:
    """A name's letters: "The Pebble", "thepebble.com" and "www.pebble.com" are one outlet."""
    name = re.sub(r"^www\.|\.(?:com|org|net|news|(?:co\.|com\.|org\.)?[a-z]{2})$", "", name.strip().lower())
    return re.sub(r"\W+", "", name).removeprefix("the")


def _outlets(metas: Metas, microdata: Properties, article: Object, things: Sequence[Object]) -> Iterator[str]:
    named = [
        *_all(metas, ["og:site_name"]),
        *names_in(article.get("publisher"), things),
        *_named(microdata.get("publisher", ())),
        *_all(metas, OUTLET_METAS),
        *(name for t in things if "WebSite" in types_of(t) for name in names_in(t, ())),
    ]
    names = (name.partition(" | ")[0].strip() for name in named)  # what follows is what it is about
    return (name for name in names if name and not _is_address(name) and len(name) <= LONGEST_NAME)


def _authors(
    tree: HtmlElement, metas: Metas, microdata: Properties, article: Object, things: Sequence[Object]
) -> str | None:
    """The authors' names with "; " between them, from the first place that names any."""
    places = (
        names_in(article.get("author") or article.get("creator"), things),
        *(list(metas.get(name, ())) for name in AUTHOR_METAS),
        list(_named(microdata.get("author", ()))),
        [" ".join(e.text_content().split()) for e in tree.xpath(".//a[@rel='author']")],
    )
    for place in places:
        names = dict.fromkeys(filter(None, map(_person, place)))
        if 0 < len(names) <= MOST_AUTHORS:
            return "; ".join(names)
    return None


def _person(name: str) -> str | None:
    name = BYLINE.sub("", name).partition(" | ")[0].strip(" ,;|")
    wrong = not 1 < len(name) <= LONGEST_NAME or _is_address(name) or name.lower() in NOBODY
    wrong = wrong or "@" in name or YEAR.search(name) is not None
    return None if wrong or not any(c.isalpha() for c in name) else name


def _is_address(value: str) -> bool:
    return value.lower().startswith(("http:", "https:", "//", "www.", "/"))


def _address(tree: HtmlElement, metas: Metas, address: str | None) -> str | None:
    """The canonical address, absolute; a front page named by a page that is none is passed over."""
    base = address or ""
    for element in tree.iter("base"):
        base = _joined(base, element.get("href", "")) or base
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in link.get("rel", "").lower().split()
    ]
    for value in (*links, *_all(metas, ["og:url"])):
        url = _joined(base, value)
        if url and not (address and _is_front(url) and not _is_front(address)):
            return url
    return None


def _joined(base: str, value: str) -> str | None:
    try:
        url = urljoin(base, value.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    valid = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", url)
    return url if valid and value.strip() else None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _language(tree: HtmlElement, metas: Metas) -> str | None:
    root = tree.getroottree().getroot()
    declared = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or "",
        *_all(metas, ["og:locale", "content-language", "dc.language", "language"]),
    )
    for value in declared:
        tag = LOCALE.sub(r"\1-\2", value.partition(",")[0].strip())
        if LANGUAGE.fullmatch(tag):
            return tag
    return None

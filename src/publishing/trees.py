"""Pages as trees that the style of print can set, with anchors that are unique in the whole book.

A node of a tree is a text, or a list of three: the tag of the element; a mapping of what the style must know of it; and
its nodes. The mapping holds ``id`` and ``to``, its own anchor and the one that it leads to, ``href``, ``lang`` and
``classes``; of an image ``path``, ``alt`` and ``ratio``, height by width; and ``number`` for a cell that holds one.
"""

import re

from lxml import html

from publishing import site

_HEADINGS = ("h1", "h2", "h3", "h4")
_HOLDERS = frozenset((
    "section", "div", "ul", "ol", "li", "dl", "dd", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
))  # fmt: skip
"""Elements in which a blank between two others is no word space."""
_CLASSES = re.compile(r"legend|verdict(-.+)?|finding|citation|label|claims|claim-mark|run-in")
_BLANKS = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[−+–-]?[\d,. ]*\d ?%?")


class Anchors:
    """The places in the book that links lead to.

    Parameters
    ----------
    book_pages : list of publishing.editions.Page
    others : iterable of tuple of str
        Page and id of places that are led to from elsewhere.
    """

    def __init__(self, book_pages, others=()):
        self._names = {}
        for page in book_pages:
            self._enter(page)
        links = [link for page in book_pages for link in page.body.cssselect("a[data-page]")]
        self._needed = {self.known(link.get("data-page"), link.get("data-id")) for link in links}
        self._needed |= {self.known(*place) for place in others}

    def _enter(self, page):
        for element in page.body.cssselect("[id]"):
            # docutils puts further names of a section into empty elements before its heading
            empty = element.tag == "span" and not len(element) and not element.text
            holder = element.getparent() if empty else None
            owner = holder if holder is not None and holder.tag == "section" and holder.get("id") else element
            self._names[page.name, element.get("id")] = f"{page.slug}.{owner.get('id')}"
        opening = f"{page.slug}.{page.body.cssselect('h1')[0].getparent().get('id')}"
        self._names |= {place: page.slug for place, name in self._names.items() if name == opening}
        self._names[page.name, ""] = page.slug

    def known(self, page, name):
        """Return the anchor of a place on a page, or None where print has no such place."""
        return self._names.get((page, name))

    def of_element(self, element, page):
        """Return the anchor that stands at an element: headings have their section's; only those needed are set."""
        if element.tag == "h1":
            return page.slug
        own = element.getparent().get("id") if element.tag in _HEADINGS else element.get("id")
        if not own or element.tag == "section":
            return None
        name = self.known(page.name, own)
        needed = element.tag in (*_HEADINGS, "figure") or own.startswith("name-") or name in self._needed
        return name if needed and name == f"{page.slug}.{own}" else None


def tree(page, anchors):
    """Return a page of the book as a node."""
    return _node(page.body, page, anchors)


def inline(text):
    """Return HTML of words in several languages as nodes.

    Examples
    --------
    >>> inline('<span lang="zh-Hans">伊犁</span>; Ili')
    [['span', {'lang': 'zh'}, ['伊犁']], '; Ili']
    """
    holder = html.fragment_fromstring(text, create_parent="span")
    nodes = [holder.text or ""]
    for child in holder:
        nodes += [["span", {"lang": _language(child)}, [child.text]], child.tail or ""]
    return [node for node in nodes if node]


def _language(element):
    """Return the language of an element without its script, which the typesetter finds out itself."""
    return element.get("lang").partition("-")[0]


def _node(element, page, anchors):
    about = {}
    if name := anchors.of_element(element, page):
        about["id"] = name
    if element.tag == "a" and element.get("data-page"):
        about["to"] = anchors.known(element.get("data-page"), element.get("data-id"))
    elif element.tag == "a" and element.get("href"):
        about["href"] = element.get("href")
    if element.get("lang"):
        about["lang"] = _language(element)
    if element.tag == "img":
        path = (site.ROOT / element.get("src")).relative_to(site.ROOT).as_posix()
        ratio = int(element.get("height")) / int(element.get("width"))
        about |= {"path": f"/{path}", "alt": element.get("alt"), "ratio": ratio}
    if classes := [name for name in (element.get("class") or "").split() if _CLASSES.fullmatch(name)]:
        about["classes"] = classes
    if element.tag in ("td", "th") and _NUMBER.fullmatch(element.text_content().strip()):
        about["number"] = True
    return [element.tag, about, _nodes(element, page, anchors)]


def _nodes(element, page, anchors):
    """Return what an element holds as nodes, without the blanks that stand between blocks."""
    nodes = []
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None and isinstance(child.tag, str):
            nodes.append(_node(child, page, anchors))
        said = _BLANKS.sub(" ", text or "")
        if said and not (said == " " and element.tag in _HOLDERS):
            nodes.append(said)
    return nodes

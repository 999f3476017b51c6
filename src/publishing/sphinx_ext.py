"""The only module that knows Sphinx: roles, directives and hooks that put the registries on the pages."""

import functools
import hashlib
import html
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from pybtex.backends import plaintext
from pybtex.plugin import register_plugin
from pybtex.style.formatting import plain
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective, SphinxRole
from sphinx.util.osutil import relative_uri

from analysis import CHAPTERS, PAGES, claims, figures, names, results, tables
from publishing import (
    ahead,
    bundles,
    catalogue_pages,
    chapters,
    citing,
    deposit,
    execution,
    kept,
    ledger_pages,
    linked_data,
    markup,
    metadata,
    name_pages,
    pages,
    processes,
    prose,
    rendering,
    research_object,
    search_index,
    site,
    summaries,
    verification,
)  # fmt: skip

_logger = logging.getLogger(__name__)
_RESULTS_PAGE = "chapters/back/methods"
_CLAIMS_PAGE = "chapters/back/claims"
_THEME = Path(__file__).parent / "theme"
_OWN_FILES = {f"_static/{path.name}" for path in site.STATIC.iterdir()}
_TAG = re.compile(r"<[^>]+>")
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_UNNAMED = re.compile(r"id\d+")
_BEFORE_PAGES = 500


class _FigureImage(nodes.General, nodes.Element):
    """The drawing of a registered figure, before its address on the page is known."""


class _FigureGrid(nodes.General, nodes.Element):
    """The list of all figures, before their numbers are known."""


class _ResultLink(nodes.General, nodes.Inline, nodes.TextElement):
    """A quoted result, before the address of what computed it is known."""


class _ClaimMark(nodes.General, nodes.Inline, nodes.TextElement):
    """The mark of a claim's verdict, before the address of its entry is known."""


def _render_use(kind, argument):
    """Return the text that a page takes from a registry: what a role or directive prints."""
    match kind:
        case "result":
            return results.text(argument)
        case "number":
            return results.number(argument)
        case "compare":
            return "; ".join(made.text for made in prose.compare(argument))
        case "claim":
            claim = claims.get(argument)
            return f"{claim.verdict}: {claim.text}"
        case "name":
            return pages.name_forms(names.get(argument))
        case "figure":
            record = figures.get(argument)
            return "\n".join([record.title, record.caption, record.alt, pages.figure_source(record)])
        case "claim-list" | "source-list" | "name-list":
            return _list(kind, "", argument)
        case "chapter-tables" | "chapter-sources":
            return getattr(pages, kind.replace("-", "_"))(argument)
        case _:
            return getattr(pages, kind.replace("-", "_"))()


def _list(kind, up, argument):
    """Return a list as HTML; `up` leads from the page to the site's root."""
    match kind:
        case "claim-list":
            return ledger_pages.claim_list(up, argument or None)
        case "source-list":
            return ledger_pages.source_list(up)
        case "name-list":
            return name_pages.name_list(up)


def _use(env, kind, argument=""):
    """Return what a page takes from a registry, and note that it does, so that it is read again when that changes."""
    text = _render_use(kind, argument)
    env.registry_uses.setdefault(env.docname, {})[kind, argument] = hashlib.sha256(text.encode()).hexdigest()
    return text


class RegistryRole(SphinxRole):
    """A role that prints what a registry holds; what it cannot find is a warning, and so fails the build."""

    def run(self):
        """Return the nodes, or the text as it stands where a registry has no such thing."""
        try:
            return self.found(), []
        except (LookupError, ValueError) as error:
            _logger.warning("%s", error, location=self.get_location(), type="steppe", subtype=self.name)
            return [nodes.problematic(text=self.rawtext)], []


class ResultRole(RegistryRole):
    """Print a registered result, linked to what computed it."""

    def found(self):
        """Return the value as a link."""
        text = _use(self.env, self.name, self.text)
        return [_ResultLink("", nodes.Text(text), result=self.text.partition(".")[0])]


class TargetRole(RegistryRole):
    """A role whose content is ``words <target>``."""

    def found(self):
        """Return what the role makes of words and target."""
        return self.nodes(*prose.split(self.text))


class CompareRole(TargetRole):
    """Print words that compare results, with the values that they compare."""

    def nodes(self, words, target):
        """Return the words, linked to what computed the first value."""
        values = _use(self.env, "compare", target)
        first = prose.results_of(target)[0].partition(".")[0]
        return [_ResultLink("", nodes.Text(words), result=first, reftitle=values, classes=["comparison"])]


class ClaimRole(TargetRole):
    """Print what a claim says, if words are given, and the mark of its verdict, linked to the ledger."""

    def nodes(self, words, target):
        """Return the words and the mark."""
        said = _use(self.env, "claim", target)
        mark = _ClaimMark("", nodes.Text(claims.get(target).verdict), claim=target, reftitle=f"Claim, {said}")
        return [nodes.Text(f"{words} "), mark] if words else [mark]


class ExemptRole(TargetRole):
    """Print a number or a comparison that no result gives, marked on the page with the reason."""

    def nodes(self, words, target):
        """Return the words with their mark."""
        opening = f'<span class="exempt" title="Not computed: {html.escape(target)}">'
        return [nodes.raw(text=opening, format="html"), nodes.Text(words), nodes.raw(text="</span>", format="html")]


class NameRole(TargetRole):
    """Print a name in English and, at its first mention, in a parenthesis, in the other languages of the subject."""

    def nodes(self, words, target):
        """Return the name and its forms, each marked with its language; later they stand in the link's title."""
        forms = _use(self.env, "name", target)
        english = words or names.get(target).english
        page = self.env.app.builder.get_target_uri(self.env.docname)
        address = relative_uri(page, f"{name_pages.PAGE}.html")
        link = nodes.reference("", english, refuri=f"{address}#name-{target}", internal=True, classes=["name"])
        named = self.env.temp_data.setdefault("names", set())
        if target not in named:
            named.add(target)
            link["ids"].append(f"named-{target}")
        elif forms:
            link["reftitle"] = _plain(forms)
            link["classes"].append("later")
            return [link]
        if not forms:
            return [link]
        marked = f'<span id="forms-{target}">{forms}</span>'
        return [link, nodes.Text(" ("), nodes.raw(text=marked, format="html"), nodes.Text(")")]


class SiteFileRole(ReferenceRole):
    """Link to what the site holds at a stable address, such as a table or a figure's page: ``name <address>``."""

    def run(self):
        """Return the node."""
        page = self.env.app.builder.get_target_uri(self.env.docname)
        name = self.title if self.has_explicit_title else self.target.rpartition("/")[2]
        path, mark, fragment = self.target.partition("#")
        address = f"{relative_uri(page, path)}{mark}{fragment}"
        return [nodes.reference(text=name, refuri=address, classes=["site-file"])], []


def _book_substitutions():
    """Return what pages may say of the book itself: ``{{ version }}``, ``{{ year }}`` and its addresses."""
    book = metadata.book()
    addresses = [book.doi_url, book.site_url]
    address = next((f". <{found}>" for found in addresses if found), "")
    return {"version": book.version, "year": book.date[:4], "address": address}


class RegistryDirective(SphinxDirective):
    """Put a list that a registry gives where the directive stands."""

    def run(self):
        """Return the nodes that the list's MyST text makes."""
        argument = self.env.docname.rpartition("/")[2] if self.name.startswith("chapter-") else ""
        text = _use(self.env, self.name, argument)
        holder = nodes.section()
        holder.document = self.state.document
        self.state.nested_parse(StringList(text.splitlines(), source=self.name), self.content_offset, holder, True)
        return holder.children


class ListDirective(SphinxDirective):
    """Put a list as HTML where the directive stands: claims (a chapter's own on its page), cited works or names."""

    def run(self):
        """Return the list."""
        folder, _, name = self.env.docname.rpartition("/")
        argument = name if self.name == "claim-list" and folder == "chapters" else ""
        _use(self.env, self.name, argument)
        up = relative_uri(self.env.app.builder.get_target_uri(self.env.docname), "")
        return [nodes.raw(text=_list(self.name, up, argument), format="html")]


class RegisteredFigureDirective(SphinxDirective):
    """Put a registered figure where the directive stands, on pages that run no cells: its argument is the id."""

    required_arguments = 1

    def run(self):
        """Return the figure's node; an unknown id is a warning with the nearest ids, and so fails the build."""
        try:
            return [_figure(self.env, self.state.document, self.arguments[0], self.lineno, self._render)]
        except LookupError as error:
            _logger.warning("%s", error, location=self.get_location(), type="steppe", subtype="figure")
            return []

    def _render(self, text, node, *, inline):
        holder = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines(), source=self.name), self.content_offset, holder)
        node.extend(holder[0].children if inline else holder.children)


class FigureGridDirective(SphinxDirective):
    """Put the list of all figures, with thumbnails, where the directive stands."""

    def run(self):
        """Return the node that the numbers are put into later."""
        return [_FigureGrid()]


class FigureRenderer:
    """Turn the output of `figures.show` into the numbered figure of its record (a renderer plugin of MyST-NB)."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Return the figure's nodes, or None for an output that is no registered figure."""
        name = data.output_metadata.get(figures.SVG, {}).get("figure") if data.mime_type == figures.SVG else None
        if name is None or inline:
            return None
        myst = renderer.renderer

        def render(text, node, *, inline):
            with myst.current_node_context(node):
                myst.nested_render_text(text, data.line, inline=inline)

        return [_figure(myst.sphinx_env, myst.document, name, data.line, render)]


def _figure(env, document, name, line, render):
    """Return the numbered figure of a record; `render` puts MyST text into a node."""
    record = figures.get(name)
    _use(env, "figure", name)
    image = _FigureImage(figure=name)
    caption, legend = nodes.caption(), nodes.legend()
    render(f"**{record.title}.** {record.caption}", caption, inline=True)
    render(pages.figure_source(record), legend, inline=False)
    figure = nodes.figure("", image, caption, legend, classes=["registered"])
    figure.source, figure.line = document["source"], line
    figure["names"].append(name)
    document.note_explicit_target(figure, figure)
    return figure


class _ReadOnce:
    """An environment that reads every page's document from the disk once, for those who only look at it."""

    def __init__(self, env):
        self._env = env
        self.get_doctree = functools.cache(env.get_doctree)

    def __getattr__(self, name):
        return getattr(self._env, name)


class NumberingDomain(StandardDomain):
    """Sphinx's own domain; for each reference to a number it would read the whole page anew that holds the number."""

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        """Resolve a reference as Sphinx does."""
        if typ == "numref":
            env = self._read_once
        return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)

    @functools.cached_property
    def _read_once(self):
        return _ReadOnce(self.env)


class PlaceAddresses(SphinxPostTransform):
    """Give drawings and quoted results their addresses as seen from the page."""

    default_priority = 5

    def run(self, **_):
        """Replace drawings by images at ``figures/<id>.svg``, and quoted results by links to the list of results."""
        for drawing in list(self.document.findall(_FigureImage)):
            drawing.replace_self(self._image(drawing))
        for grid in list(self.document.findall(_FigureGrid)):
            up = relative_uri(self.app.builder.get_target_uri(self.env.docname), "")
            grid.replace_self(nodes.raw(text=pages.figure_grid(_numbers(self.env), up), format="html"))
        for link in list(self.document.findall(_ResultLink)):
            page = self.app.builder.get_relative_uri(self.env.docname, _RESULTS_PAGE)
            address = f"{page}#result-{link['result']}"
            self._link(link, address, "result")
        for mark in list(self.document.findall(_ClaimMark)):
            page = self.app.builder.get_relative_uri(self.env.docname, _CLAIMS_PAGE)
            verdict = ledger_pages.verdict_class(claims.get(mark["claim"]))
            self._link(mark, f"{page}#claim-{mark['claim']}", "claim-mark", f"verdict-{verdict}")

    @staticmethod
    def _link(node, address, *classes):
        link = nodes.reference(
            "", "", *node.children, refuri=address, internal=True, classes=[*classes, *node["classes"]]
        )
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        node.replace_self(link)

    def _image(self, drawing):
        page = self.app.builder.get_target_uri(self.env.docname)
        record = figures.get(drawing["figure"])
        address = relative_uri(page, f"figures/{record.id}.svg")
        if self.app.builder.format == "html":
            return nodes.raw(text=pages.drawing(record, address), format="html")
        return nodes.image(uri=address, candidates={"?": address}, alt=record.alt)


class GiveForms(SphinxPostTransform):
    """Link a name that a page mentions again, once in each of its sections, with the forms that it first gave."""

    default_priority = 6
    formats = ("html",)

    def run(self, **_):
        """Go through the page in its order: a name is known from its first mention on."""
        known, given = {}, set()
        for node in list(self.document.findall()):
            if isinstance(node, nodes.section):
                given = set()
            elif isinstance(node, nodes.reference) and "name" in node["classes"]:
                name = names.get(node["refuri"].partition("#name-")[2])
                if forms := pages.name_forms(name):
                    known[name.id] = (node["refuri"], _plain(forms))
                given.add(name.id)
            elif isinstance(node, nodes.Text) and isinstance(node.parent, nodes.paragraph):
                given |= self._link(node, {name: link for name, link in known.items() if name not in given})

    @staticmethod
    def _link(node, links):
        """Put links into a text for the names that it mentions, each once; return the ids of these names."""
        text, made, found = node.astext(), [], set()
        for name, start, end in search_index.places(text, links):
            address, forms = links[name]
            link = nodes.reference(
                "", text[start:end], refuri=address, internal=True, classes=["name", "later"], reftitle=forms
            )
            made += [(start, end, link)]
            found.add(name)
        parts, last = [], 0
        for start, end, link in made:
            parts += [nodes.Text(text[last:start]), link]
            last = end
        if made:
            node.parent.replace(node, [*parts, nodes.Text(text[last:])])
        return found


class SaySourcesOnce(SphinxPostTransform):
    """Take the hover texts from a chapter's list of sources, which names each work in full beside its link."""

    default_priority = 500  # once citations are resolved
    formats = ("html",)

    def run(self, **_):
        """Look at links within the section alone: a citation in the prose keeps its hover text."""
        for section in self.document.findall(nodes.section):
            if "sources" in section["ids"]:
                for link in section.findall(nodes.reference):
                    link.attributes.pop("reftitle", None)


def _plain(text):
    """Return HTML as the text that it shows."""
    return html.unescape(_TAG.sub("", text))


def _numbers(env):
    """Return the numbers of all figures by id, as the book prints them."""
    return {
        name: f"Figure {'.'.join(map(str, number))}"
        for found in env.toc_fignumbers.values()
        for name, number in found.get("figure", {}).items()
    }


class _FormatOnce(plain.Style):
    """The style of works; sphinxcontrib-bibtex has each entry formatted twice, for the list and for the hover card."""

    @functools.cached_property
    def _formatted(self):
        return {}

    def format_entry(self, label, entry, bib_data=None):
        """Format an entry as pybtex does."""
        key = (label, entry.key)
        if key not in self._formatted:
            self._formatted[key] = super().format_entry(label, entry, bib_data)
        return self._formatted[key]


def _configure(app, config):
    """Set what Jupyter Book's own configuration has no word for."""
    # sphinxcontrib-bibtex asks for this plugin at every citation; registered, it need not be searched for each time
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
    register_plugin("pybtex.style.formatting", "plain", _FormatOnce, force=True)
    config.nb_execution_cache_path = str(execution.CACHE)
    config.nb_execution_timeout = execution.CELL_TIMEOUT_SECONDS
    config.html_static_path.append(str(site.STATIC))
    config.myst_substitutions = _book_substitutions()
    book = metadata.book()
    config.html_baseurl = f"{book.site_url}/" if book.site_url else ""
    # Jupyter Book sets options of its own theme, which this book does not use
    config.html_theme_options = {}


def _check(app):
    """Refuse bad data before anything is made of them."""
    site.check_data()


def _begin(app):
    """Begin what is made ahead of the pages, and the bundles, in processes of their own."""
    prepare(app, ahead.Ahead(), kept.Kept(Path(app.doctreedir) / "kept.json"))
    shared = site.fingerprint(bundles.WHOLE)
    stale = [state for state in app.chapters_run.values() if not _has_bundle(app, state, shared)]
    pool = processes.pool(1, processes.stand_back)
    written = pool.submit(bundles.write, Path(app.outdir) / bundles.FOLDER, stale)

    def finish():
        with pool:
            written.result()

    app.finish_bundles = finish


def prepare(app, made_ahead, notes):
    """Set up what the hooks share: what is made ahead of the pages, and the notes of what need not be made again."""
    # the book has a search of its own: see `search_index`
    app.builder.search = False
    app.ahead, app.kept, app.contents = made_ahead, notes, {}
    for store in ("registry_uses", "registry_outputs", "registry_inputs"):
        if not hasattr(app.env, store):
            setattr(app.env, store, {})


def _run_chapters(app):
    """Run the stale chapters, and begin the files of the figures that they draw, before a page is read."""
    begin_figure_files(app, execution.adopted())


def begin_figure_files(app, chapters_run):
    """Begin to bring the figures' files up to date, with the drawings of chapters that have run."""
    app.chapters_run = {state.name: state for state in chapters_run}
    app.figure_files = rendering.Refresh(site.FIGURES, lambda: execution.drawings(chapters_run))


def stored_outputs(app):
    """Return which stored outputs every chapter's page has to show, by page."""
    return {f"chapters/{name}": state.outputs_id for name, state in app.chapters_run.items()}


def _find_outdated(app, env, added, changed, removed):
    """Return the pages whose outputs or quoted results are no longer those that they show."""
    outputs = stored_outputs(app)
    outdated = {page for page, found in outputs.items() if env.registry_outputs.get(page) != found}
    # registries can say something new only where one of these is new
    inputs = {"sources": app.ahead.stamp, "outputs": outputs}
    inputs["titles"] = [chapters.title(name) for name in (*CHAPTERS, *PAGES)]
    unchanged = inputs == env.registry_inputs
    env.registry_outputs, env.registry_inputs = outputs, inputs
    for page, uses in env.registry_uses.items() if not unchanged else ():
        for (kind, argument), digest in uses.items():
            try:
                text = _render_use(kind, argument)
            except LookupError:
                text = ""
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                outdated.add(page)
                break
    return sorted((outdated & env.found_docs) - added - changed - removed)


def _find_renamed(app, env):
    """Return every page where one has another title now, or was added: each lists the pages of the book, with titles.

    Sphinx writes anew only what it has read anew.
    """
    titles = {page: title.astext() for page, title in env.titles.items()}
    before, env.registry_titles = getattr(env, "registry_titles", titles), titles
    return sorted(env.found_docs) if titles != before else []


def _check_prose(app, docname, source):
    """Warn of numbers and comparisons that nothing holds: the build fails, with page, line and sentence."""
    for fault in prose.faults(source[0]):
        _logger.warning("%s", fault, location=(docname, fault.line), type="steppe", subtype="prose")


def _forget(app, env, docname):
    env.registry_uses.pop(docname, None)


def _check_figures(app, doctree):
    """Warn of images without alternative text and of figures that no one named: the build fails on either."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            _logger.warning("an image has no alt text%s", _cell_of(image), location=image, type="steppe", subtype="alt")
    for figure in doctree.findall(nodes.figure):
        if all(_UNNAMED.fullmatch(name) for name in figure["names"] or figure["ids"] or ["id1"]):
            _logger.warning(
                "a figure has no name%s", _cell_of(figure), location=figure, type="steppe", subtype="figure"
            )


def _cell_of(node):
    """Return the words that name the code cell in which a node stands, if it stands in one."""
    while node is not None:
        if isinstance(node, nodes.container) and "exec_count" in node:
            return f" (output of code cell {node['exec_count']})"
        node = node.parent
    return ""


def _complete_page(app, pagename, templatename, context, doctree):
    """Add the citation kit to chapters and cover, and keep every script but the book's own from the page."""
    context["script_files"] = [file for file in context["script_files"] if str(file.filename) in _OWN_FILES]
    context |= {
        "book_style": markup.STYLE,
        "content_security_policy": markup.CONTENT_SECURITY_POLICY,
        "early_script": markup.EARLY_SCRIPT,
        "book_title": metadata.book().title,
        "repository_url": metadata.book().repository_url,
        "book_contents": _contents(app, pagename, context["toctree"]),
    }
    if pagename.startswith("chapters/") and "/back/" not in pagename:
        context["reading_time"] = f"Chapter · {markup.reading_minutes(context['body'])} minutes to read"
    citable = _citable_of(pagename)
    if pagename in (summaries.SOURCE_PAGE, summaries.FIGURES_PAGE):
        context["body"] = summaries.switch(source=pagename) + context["body"]
    if citable is not None and "body" in context:
        up = relative_uri(app.builder.get_target_uri(pagename), "")
        if pagename != "index":
            context["body"] += catalogue_pages.rerun(app.chapters_run[pagename.rpartition("/")[2]], up)
        context["body"] += catalogue_pages.kit(citable, up)
    title = _TAG.sub("", html.unescape(context.get("title") or ""))
    page = linked_data.page(f"{pagename}.html", title)
    if "body" in context and pagename != search_index.PAGE:
        context["body"] = markup.strict(context["body"])
    context["metatags"] = _VIEWPORT.sub("", context.get("metatags", "")) + linked_data.head(page)
    context["metatags"] += summaries.alternates(pagename)


def _contents(app, pagename, toctree):
    """Return the list of the book's pages, as a page links to it; pages beside the list share one by their folder."""
    key = pagename if pagename in app.env.found_docs else f"{pagename.rpartition('/')[0]}/"
    if key not in app.contents:
        # docutils gives the captions a role of heading without a level
        made = toctree(collapse=False, includehidden=True, maxdepth=1, titles_only=True)
        app.contents[key] = made.replace(' role="heading"', "")
    return app.contents[key]


def _citable_of(pagename):
    if pagename == "index":
        return citing.of_book()
    folder, _, name = pagename.rpartition("/")
    return citing.of_chapter(name) if folder == "chapters" else None


def _permanent_pages(app):
    """Give every figure and every table its permanent page; those that stand as they would be made are left."""
    app.ahead.wait()
    numbers = _numbers(app.env)
    titles = {page: title.astext() for page, title in app.env.titles.items()}
    # every page lists the pages of the book, with titles
    if not app.kept.current("permanent pages", [app.ahead.stamp, numbers, titles, app.env.toctree_includes]):
        chapter_titles = {name: titles[chapters.page(name)] for name in (*CHAPTERS, *PAGES)}
        for record in figures.all():
            body = catalogue_pages.figure_page(record, numbers[record.id], chapter_titles)
            yield f"figures/{record.id}", {"title": record.title, "body": body}, "page.html"
        for name in tables.names():
            body = catalogue_pages.table_page(name)
            yield f"tables/{name}", {"title": tables.describe(name).title, "body": body}, "page.html"
    yield search_index.PAGE, {"title": "Search", "body": search_index.search_page()}, "page.html"
    for code, language in summaries.LANGUAGES.items():
        title, body = summaries.page(code)
        yield f"{code}/index", {"title": title, "body": body, "language": language.tag}, "page.html"
        title, body = summaries.figures_page(code)
        yield f"{code}/figures", {"title": title, "body": body, "language": language.tag}, "page.html"


def _publish_files(app, error):
    """Put the files of figures, tables and citations at their stable addresses in the built site."""
    if error is None and app.builder.format == "html":
        folder = Path(app.outdir)
        site.write_deposit(folder, {"zenodo": deposit.zenodo(), "datacite": deposit.datacite()})
        search_index.write(folder)
        site.write_json(folder / verification.RESULTS, verification.results_manifest())
        plain_pages = app.ahead.claim_pages() | catalogue_pages.redirects()
        # as late as possible: other processes write these
        app.finish_bundles()
        app.figure_files.finish()
        site.write_files(folder, app.ahead.citation_files(), plain_pages)
        research_object.write(folder)
        app.kept.save()


def _has_bundle(app, state, shared):
    """Return whether the site has the bundle of a chapter as it would be made; `shared` is of files in all bundles."""
    made_from = [app.ahead.stamp, shared, state.outputs_id, state.path.read_text(encoding="utf-8")]
    return app.kept.current(f"bundle of {state.name}", made_from)


def setup(app):
    """Register everything with Sphinx."""
    app.connect("builder-inited", _run_chapters, priority=_BEFORE_PAGES - 1)
    # after the figures' data are known
    app.connect("builder-inited", _begin, priority=_BEFORE_PAGES)
    return register(app)


def register(app):
    """Register everything with Sphinx, except what runs the chapters and what makes things beside the pages."""
    for name in ("result", "number"):
        app.add_role(name, ResultRole())
    app.add_role("compare", CompareRole())
    app.add_role("claim", ClaimRole())
    app.add_role("exempt", ExemptRole())
    app.add_role("name", NameRole())
    app.add_role("site-file", SiteFileRole())
    for name in ("chapter-tables", "chapter-sources", "table-catalogue", "result-list", "correction-list"):
        app.add_directive(name, RegistryDirective)
    app.add_directive("figure-grid", FigureGridDirective)
    for name in ("claim-list", "source-list", "name-list"):
        app.add_directive(name, ListDirective)
    app.add_directive("registered-figure", RegisteredFigureDirective)
    app.add_node(_FigureImage)
    app.add_node(_FigureGrid)
    app.add_node(_ResultLink)
    app.add_node(_ClaimMark)
    app.add_post_transform(PlaceAddresses)
    app.add_post_transform(GiveForms)
    app.add_post_transform(SaySourcesOnce)
    app.add_domain(NumberingDomain, override=True)
    app.add_html_theme("steppe", str(_THEME))
    app.add_js_file("book.js", loading_method="defer")
    app.connect("config-inited", _configure)
    app.connect("builder-inited", _check, priority=_BEFORE_PAGES - 2)
    app.connect("env-get-outdated", _find_outdated)
    app.connect("env-updated", _find_renamed)
    app.connect("env-purge-doc", _forget)
    app.connect("source-read", _check_prose)
    app.connect("doctree-read", _check_figures)
    app.connect("html-collect-pages", _permanent_pages)
    app.connect("html-page-context", _complete_page, priority=900)
    app.connect("build-finished", _publish_files)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}

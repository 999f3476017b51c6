"""The permanent pages of figures, tables and claims, and the files that cite all: what stands outside the chapters."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pandas as pd

from analysis import claims, figures, tables
from publishing import (
    bundles,
    chapters,
    citing,
    colab,
    ledger_pages,
    linked_data,
    markup,
    metadata,
    pages,
    rendering,
)

_SHOWN_ROWS = 12
_DOWNLOADS = {
    "svg": "vector",
    "png": "print size, 300 dpi",
    "pdf": "vector, for print",
    "csv": "the numbers drawn",
    "json": "what the columns mean",
}


def figure_page(record, number, titles):
    """Return the body of a figure's permanent page, as HTML.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.
    number : str
        Its number in the book, such as ``Figure 7``.
    titles : mapping of str to str
        The titles of the chapters and other pages that show figures.

    Returns
    -------
    str
    """
    citable = citing.of_figure(record)
    return pages.render(
        "figure_page.html",
        record=record,
        drawing=pages.drawing(record, f"{record.id}.svg"),
        number=number,
        chapter_page=f"{chapters.page(record.chapter)}.html",
        chapter_title=titles[record.chapter],
        caption=pages.MARKDOWN.renderInline(record.caption),
        downloads=_DOWNLOADS.items(),
        table=_html(figures.table(record.id)),
        shown=_SHOWN_ROWS,
        rows=len(record.data),
        tables=[tables.describe(name) for name in record.tables],
        source_line=citing.source_line(citable),
        repository=metadata.book().repository_url,
        history=list(_history(record)),
        **_kit(citable),
    )


def table_page(name):
    """Return the body of a table's page, as HTML."""
    item = tables.describe(name)
    frame = pd.DataFrame(tables.load(name)).drop(columns="geometry", errors="ignore")
    return pages.render(
        "table_page.html",
        item=item,
        table=_html(frame),
        corrected=pages.corrected_values(name),
        **_kit(citing.of_table(name)),
    )


def claim_pages():
    """Return the permanent pages of all claims, each complete in itself, by address."""
    return {f"claims/{claim.id}.html": claim_page(claim) for claim in claims.all()}


def claim_page(claim):
    """Return a claim's permanent page, whole: there are too many for pages that carry the book's menus."""
    citable = citing.of_claim(claim)
    return pages.render(
        "claim_page.html",
        claim=claim,
        verdict_class=ledger_pages.verdict_class(claim),
        ledger=ledger_pages.LEDGER,
        book=metadata.book(),
        policy=markup.CONTENT_SECURITY_POLICY,
        early=markup.EARLY_SCRIPT,
        head=linked_data.head(linked_data.page(citable.page, citable.title)),
        **_kit(citable),
    )


def redirects():
    """Return the pages of figures and claims that are no longer in the book, by address: each leads to the list."""
    found = {}
    for kind, folder, target, removed in (
        ("figure", "figures", "../chapters/back/figures.html", rendering.removed()),
        ("claim", "claims", f"../{ledger_pages.LEDGER}", rendering.removed_claims()),
    ):
        found |= {
            f"{folder}/{name}.html": pages.render(
                "redirect.html",
                kind=kind,
                name=name,
                target=target,
                policy=markup.CONTENT_SECURITY_POLICY,
            )
            for name in removed
        }
    return found


def kit(citable, up):
    """Return the citation kit of a chapter or of the book, as HTML; `up` leads from the page to the site's root."""
    return pages.render("kit_section.html", up=up, **_kit(citable))


def rerun(state, up):
    """Return what the page of a chapter that has run says of its rerun bundle, as HTML."""
    services = launches(metadata.book().repository_url, state.name)
    count = len(bundles.tables_of(state))
    return pages.render("rerun_section.html", up=up, chapter=state.name, tables=count, launches=services)


def launches(repository, chapter):
    """Return where a chapter runs in a browser without being installed: address by the service's name.

    Parameters
    ----------
    repository : str
        The address of the book's repository; empty as long as there is none.
    chapter : str
        The chapter.

    Returns
    -------
    dict of str to str
        Empty where the services do not know the repository's host.

    Examples
    --------
    >>> launches("https://github.com/someone/steppe", "water")["Binder"]
    'https://mybinder.org/v2/gh/someone/steppe/HEAD?urlpath=lab/tree/chapters/water.md'
    >>> launches("", "water")
    {}
    """
    address = urlsplit(repository)
    if address.hostname != "github.com":
        return {}
    name = address.path.strip("/").removesuffix(".git")
    found = {
        "Binder": f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/chapters/{chapter}.md",
        "GitHub Codespaces": f"https://codespaces.new/{name}",
    }
    # Colab opens what the repository holds, and nothing else
    if (colab.FOLDER / f"{chapter}.ipynb").is_file():
        found["Colab"] = f"https://colab.research.google.com/github/{name}/blob/HEAD/colab/{chapter}.ipynb"
    return found


def citation_files():
    """Return the content of every citation file by its name below ``cite/``."""
    return {
        f"{citable.id}{form.ending}": citing.file(citable, key)
        for citable in citing.all()
        for key, form in citing.FORMATS.items()
    }


def _kit(citable) -> Mapping:
    styles = [
        {"key": key, "name": style.name, "text": citing.text(citable, key)} for key, style in citing.STYLES.items()
    ]
    files = [{"path": f"{citable.id}{form.ending}", "name": form.name} for form in citing.FORMATS.values()]
    return {"citable": citable, "styles": styles, "files": files, "rests_on": citing.sources(citable, "apa")}


def _html(frame):
    return frame.head(_SHOWN_ROWS).to_html(index=False, border=0, na_rep="", classes="dataframe", escape=True)


def _history(record):
    """Yield for every published version what had changed in it, and at last what has changed since."""
    versions = rendering.history()
    before = None
    for number, entry in versions.items():
        now = entry.get(record.id)
        if now is None:
            continue
        yield {"version": number, "what": _said(now.changes(before)) if before else "first published."}
        before = now
    current = rendering.hashes(record)
    if before is None:
        yield {"version": metadata.book().version, "what": "first published."}
    elif current.changes(before):
        yield {"version": f"{metadata.book().version}, as built here", "what": _said(current.changes(before))}


def _said(changes):
    return f"{', '.join(changes)} changed." if changes else "unchanged."

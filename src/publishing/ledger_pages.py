"""The claims on the page, and the works that they rest on, as HTML that reads without scripts."""

import functools

from analysis import claims, figures, registry, results, sources, tables
from publishing import citing, pages

LEDGER = "chapters/back/claims.html"


def claim_list(up, chapter=None):
    """Return the claims of a chapter, or all of them with filters, as HTML.

    Parameters
    ----------
    up : str
        What leads from the page to the site's root, such as ``"../../"``.
    chapter : str, optional
        A chapter; without it all claims are listed, each with its permanent anchor.

    Returns
    -------
    str
    """
    chosen = [claim for claim in claims.all() if chapter in (None, claim.chapter)]
    items = [_item(claim, up, permanent=chapter is None) for claim in chosen]
    filters = None
    if chapter is None:
        filters = {
            "chapter": sorted({claim.chapter for claim in chosen}),
            "kind": sorted({claim.kind for claim in chosen}),
            "verdict": [verdict for verdict in claims.VERDICTS if any(claim.verdict == verdict for claim in chosen)],
        }
    return pages.render("claim_list.html", items=items, filters=filters)


def source_list(up):
    """Return the works that the articles cite, with the claims that rest on each, as HTML with filters.

    Parameters
    ----------
    up : str
        What leads from the page to the site's root.

    Returns
    -------
    str
    """
    found = registry.evaluate(sources.works)
    claiming = {}
    for claim in claims.all():
        for name in claim.references:
            claiming.setdefault(name, []).append(claim)
    items = [
        {
            "work": work,
            "language": sources.LANGUAGES[work["language"]],
            "text": citing.work(work["source_key"], "apa"),
            "claims": [
                {
                    "href": f"{up}{LEDGER}#claim-{claim.id}",
                    "id": claim.id,
                    "verdict": claim.verdict,
                    "alone": len(claim.references) == 1,
                }
                for claim in claiming.get(work["source_key"], ())
            ],
        }
        for work in found.astype(object).where(found.notna(), None).to_dict("records")
    ]
    filters = {
        "kind": sorted(found["kind"].unique()),
        "language": sorted({item["language"] for item in items}),
        "link": sorted(found["link"].unique()),
    }
    return pages.render("source_list.html", items=items, filters=filters)


def _item(claim, up, *, permanent):
    anchor = f"claim-{claim.id}"
    return {
        "claim": claim,
        "anchor": anchor if permanent else f"examined-{claim.id}",
        "href": f"#{anchor}" if permanent else f"{up}{LEDGER}#{anchor}",
        "cite": f"{up}claims/{claim.id}.html",
        "verdict_class": verdict_class(claim),
        "finding": finding(claim),
        "revision": _html(claim.revision),
        "evidence": [evidence(name, up) for name in claim.evidence],
    }


def finding(claim):
    """Return what was found of a claim, as HTML, with the results that it quotes filled in."""
    return _html(claim.finding)


def verdict_class(claim):
    """Return the word by which the look of the pages knows a claim's verdict."""
    return "qualified" if claim.verdict == claims.QUALIFIED else claim.verdict.split()[0]


@functools.cache
def _html(text):
    return pages.MARKDOWN.renderInline(results.fill(text))


def evidence(name, up):
    """Return text and address of a piece of evidence; one that does not resolve raises `tables.UnknownNameError`.

    Parameters
    ----------
    name : str
        ``result:``, ``figure:``, ``table:``, ``claim:`` or ``reference:`` and an id.
    up : str
        What leads from the page to the site's root.

    Returns
    -------
    dict of str to str
        ``text`` and ``href``.
    """
    kind, _, target = name.partition(":")
    match kind:
        case "result":
            results.value(target) if "." in target else results.get(target)
            return {"text": target, "href": f"{up}chapters/back/methods.html#result-{target.partition('.')[0]}"}
        case "figure":
            return {"text": figures.get(target).title, "href": f"{up}figures/{target}.html"}
        case "table":
            return {"text": tables.describe(target).title, "href": f"{up}tables/{target}.html"}
        case "claim":
            return {"text": claims.get(target).id, "href": f"{up}{LEDGER}#claim-{target}"}
        case "reference":
            return {"text": target, "href": f"{up}chapters/back/references.html"}
    raise tables.UnknownNameError("kind of evidence", kind, ["result", "figure", "table", "claim", "reference"])

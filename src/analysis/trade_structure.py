"""What is traded and with whom: shares of sections and partners, and indices of concentration and similarity."""

import numpy as np
import pandas as pd

SECTION_GROUPS = {
    "Food, drink, other": ("0", "1", "4", "9"),
    "Crude materials, ores": ("2",),
    "Fuels": ("3",),
    "Chemicals": ("5",),
    "Goods classed by material": ("6",),
    "Machinery, vehicles": ("7",),
    "Other manufactures": ("8",),
}
"""Sections of the Standard International Trade Classification, Rev. 3, in the groups that the figure shows."""


def section_shares(trade_sections):
    """Return the shares of the groups of `SECTION_GROUPS` in each direction and year.

    Returns
    -------
    pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``year``, ``group``, ``exports_nominal_kusd`` (thousand US$) and
        ``share_pct``, the share of the exporter’s total to that partner.
    """
    key = ["exporter_iso3", "importer_iso3", "year"]
    group_of = {section: group for group, sections in SECTION_GROUPS.items() for section in sections}
    totals = trade_sections[trade_sections["sitc_section"].eq("TOTAL")].set_index(key)["exports_kusd"]
    parts = trade_sections[trade_sections["sitc_section"].ne("TOTAL")]
    parts = parts.assign(group=parts["sitc_section"].map(group_of))
    sums = parts.groupby([*key, "group"], as_index=False)["exports_kusd"].sum()
    sums = sums.rename(columns={"exports_kusd": "exports_nominal_kusd"})
    total = totals.reindex(pd.MultiIndex.from_frame(sums[key])).to_numpy()
    return sums.assign(share_pct=100 * sums["exports_nominal_kusd"] / total)


def concentration(shares):
    """Return the Herfindahl–Hirschman index of shares: the sum of their squares.

    Parameters
    ----------
    shares : array_like
        Shares in any unit; they are made to add up to 1.

    Returns
    -------
    float
        1 if all is in one section, 1 / n if it is spread evenly over n. One over the index is the number of equal
        sections that would be as concentrated.

    Examples
    --------
    >>> concentration([50, 50]), concentration([1])
    (0.5, 1.0)
    """
    parts = np.asarray(shares, dtype=float)
    return float(((parts / parts.sum()) ** 2).sum())


def similarity(first, second):
    """Return the index of Finger and Kreinin: how much of two compositions overlaps, in per cent.

    Parameters
    ----------
    first, second : pandas.Series
        Values by section; a section that is missing in one is 0 there.

    Returns
    -------
    float
        100 if both are made up alike, 0 if they have no section in common.

    Notes
    -----
    The sum over sections of the smaller share; Finger and Kreinin (1979), doi:10.2307/2231506. Fewer sections give a
    larger overlap, so that values are compared at one level of detail only.

    Examples
    --------
    >>> similarity(pd.Series({"a": 3, "b": 1}), pd.Series({"a": 1, "c": 1}))
    50.0
    """
    first, second = (values / values.sum() for values in (first, second))
    both = pd.concat([first, second], axis=1).fillna(0)
    return float(100 * both.min(axis=1).sum())


def composition(sections):
    """Return concentration and overlap of what two countries sell each other, by year.

    Parameters
    ----------
    sections : pandas.DataFrame
        As the table ``trade_sections``: ``exporter_iso3``, ``year``, ``sitc_section``, ``exports_kusd``.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``year``: the number of equal sections of each exporter (``CHN``, ``KAZ``) and ``overlap_pct``.
    """
    parts = sections[sections["sitc_section"].ne("TOTAL")]
    rows = {}
    for year, frame in parts.groupby("year"):
        by_exporter = {
            exporter: rows_of.set_index("sitc_section")["exports_kusd"]
            for exporter, rows_of in frame.groupby("exporter_iso3")
        }
        rows[year] = {exporter: 1 / concentration(values) for exporter, values in by_exporter.items()}
        rows[year]["overlap_pct"] = similarity(*by_exporter.values())
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


PARTNER_SUM_TOLERANCE = 0.05
"""By how much the sum of all partners may differ from the total that a country’s own report implies."""


def check_partner_sums(partners, implied_totals, tolerance=PARTNER_SUM_TOLERANCE):
    """Make sure that the partners of a file add up to the total that a country’s own report implies.

    Parameters
    ----------
    partners : pandas.DataFrame
        The table ``trade_partners``.
    implied_totals : pandas.Series
        Kazakhstan’s imports from all countries by year, in million current US$.
    tolerance : float
        By how much the two may differ, as a share of the implied total.

    Raises
    ------
    ValueError
        If they differ by more in any year: then partners are missing, and shares of the sum mean nothing.
    """
    everyone = partners[partners["partner"].eq("WLD") & partners["direction"].eq("imports")]
    sums = everyone.set_index("year")["trade_nominal_musd"]
    off = (sums / implied_totals.reindex(sums.index) - 1).abs().dropna()
    if off.max() > tolerance:
        raise ValueError(f"the partners do not add up in {off.idxmax()}: {off.max():.1%} from the country’s own total")


def partner_shares(partners):
    """Return the share of each partner in all imports or exports of the table ``trade_partners``.

    Returns
    -------
    pandas.DataFrame
        ``direction``, ``year``, ``partner``, ``share_pct``, ``position_rank`` (among single states; missing for
        groups) and ``national_share_pct`` (as the table has it).
    """
    everyone = partners[partners["partner"].eq("WLD")].set_index(["direction", "year"])["trade_nominal_musd"]
    rows = partners[partners["partner"].ne("WLD")]
    whole = everyone.reindex(pd.MultiIndex.from_frame(rows[["direction", "year"]])).to_numpy()
    columns = ["direction", "year", "partner", "share_pct", "position_rank", "national_share_pct"]
    return rows.assign(share_pct=100 * rows["trade_nominal_musd"] / whole)[columns]

"""The two ledgers of trade: mirror statistics, copies of one record, and bounds for what was traded."""

import pandas as pd

OWN_RECORD_TOLERANCE = 0.02
"""By how much two copies of one country’s record may differ, as a share of 1."""

_FLOW = ("exporter_iso3", "importer_iso3", "year")


def mirror(reports):
    """Set the two reports of each flow side by side.

    Mirror statistics compare what the exporter says it sent with what the importer says it received.

    Parameters
    ----------
    reports : pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``reporter_iso3``, ``year``, ``value_usd_bn`` (billion current US$) and
        ``basis``, of China and one partner.

    Returns
    -------
    pandas.DataFrame
        One row a direction and year: ``china_nominal_usd_bn`` and ``partner_nominal_usd_bn`` (missing where that side
        has no report), ``basis`` (``derived`` if either value is), ``ratio`` (China’s figure over the partner’s),
        ``gap_nominal_usd_bn`` and ``gap_pct`` (the gap as a share of China’s figure).

    Examples
    --------
    >>> flow = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2021, "basis": "reported"}
    >>> china = {**flow, "reporter_iso3": "CHN", "value_usd_bn": 14.0}
    >>> kazakhstan = {**flow, "reporter_iso3": "KAZ", "value_usd_bn": 8.0}
    >>> mirror(pd.DataFrame([china, kazakhstan]))[["ratio", "gap_nominal_usd_bn"]].values.tolist()
    [[1.75, 6.0]]
    """
    values = reports[[*_FLOW, "value_usd_bn", "basis"]]
    by_china = reports["reporter_iso3"].eq("CHN")
    both = values[by_china].merge(
        values[~by_china], on=[*_FLOW], how="outer", validate="one_to_one", suffixes=("_china", "_partner")
    )
    derived = both["basis_china"].eq("derived") | both["basis_partner"].eq("derived")
    gap = both["value_usd_bn_china"] - both["value_usd_bn_partner"]
    return both[[*_FLOW]].assign(
        china_nominal_usd_bn=both["value_usd_bn_china"],
        partner_nominal_usd_bn=both["value_usd_bn_partner"],
        basis=derived.map({True: "derived", False: "reported"}),
        ratio=both["value_usd_bn_china"] / both["value_usd_bn_partner"],
        gap_nominal_usd_bn=gap,
        gap_pct=100 * gap / both["value_usd_bn_china"],
    )


def direction(reports, exporter, importer):
    """Return the rows of `mirror` in one direction for which both countries have a report."""
    both = mirror(reports).dropna(subset=["ratio"])
    return both[both["exporter_iso3"].eq(exporter) & both["importer_iso3"].eq(importer)]


def two_way(reports, reporter):
    """Add up the two directions of one country’s reports.

    Parameters
    ----------
    reports : pandas.DataFrame
        As for `mirror`, with ``source_key``.
    reporter : str
        The country whose reports are added up.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``trade_nominal_usd_bn`` and ``source_key``, for the years in which the country
        reports both directions and one source holds both.
    """
    own = reports[reports["reporter_iso3"].eq(reporter)].groupby(["year", "source_key"])["value_usd_bn"]
    return own.sum()[own.count().eq(2)].rename("trade_nominal_usd_bn").reset_index()


def own_record_ratio(cow, reports):
    """Compare Kazakhstan’s imports from China in the Correlates of War file with Kazakhstan’s own report.

    Parameters
    ----------
    cow : pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``year``, ``trade_musd`` (million current US$) and ``span``.
    reports : pandas.DataFrame
        As for `mirror`.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``span`` and ``ratio`` (Correlates of War over Kazakhstan’s report), where both exist.
    """
    own = reports[reports["reporter_iso3"].eq("KAZ") & reports["importer_iso3"].eq("KAZ")]
    joined = cow[cow["importer_iso3"].eq("KAZ")].merge(own, on="year")
    return joined[["year", "span"]].assign(ratio=joined["trade_musd"] / 1000 / joined["value_usd_bn"])


def check_own_record(ratios, tolerance=OWN_RECORD_TOLERANCE):
    """Make sure that, before its break, the Correlates of War file gives Kazakhstan’s own record.

    Parameters
    ----------
    ratios : pandas.DataFrame
        As `own_record_ratio` returns it.
    tolerance : float
        By how much the median ratio of the main stretch may differ from 1.

    Raises
    ------
    ValueError
        If it differs by more: then the break does not lie where the table puts it.
    """
    median = ratios.loc[ratios["span"].eq("main"), "ratio"].median()
    if abs(median - 1) > tolerance:
        raise ValueError(
            f"the importer basis and Kazakhstan’s report differ before the break: median ratio {median:.3f}"
        )


FREIGHT_FACTOR = 1.06
"""By what an importer’s value (c.i.f.) exceeds the exporter’s (f.o.b.) for freight and insurance.

The International Monetary Fund’s factor where one partner’s record stands in for the other’s (Direction of Trade
Statistics Yearbook, 2017). No factor of this border was found; `FREIGHT_FACTORS` are tried beside it.
"""

FREIGHT_FACTORS = (1.0, FREIGHT_FACTOR, 1.15)
"""No freight at all, the Fund’s factor, and a high one for long hauls by land: the sensitivity of the bounds."""


def flow_bounds(pairs, freight=FREIGHT_FACTOR):
    """Bound what was really traded in one direction by the two records of it.

    The importer’s record is brought to the exporter’s valuation; the truth is then taken to lie between the two. This
    holds where each of the causes that are named (transit booked as export, goods declared below their value) moves
    one record alone, in its own direction. It fails for goods that neither service sees.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Rows of `mirror` that have both records.
    freight : float
        By what the importer’s value exceeds the exporter’s.

    Returns
    -------
    pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``year``, ``basis``, ``low_nominal_usd_bn`` and ``high_nominal_usd_bn``
        (billion current US$, free on board at the exporter’s border).

    Examples
    --------
    >>> flow = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2001, "basis": "reported"}
    >>> pair = pd.DataFrame([{**flow, "china_nominal_usd_bn": 5.0, "partner_nominal_usd_bn": 2.2}])
    >>> flow_bounds(pair, freight=1.1)[["low_nominal_usd_bn", "high_nominal_usd_bn"]].round(6).values.tolist()
    [[2.0, 5.0]]
    """
    by_china = pairs["exporter_iso3"].eq("CHN")
    sent = pairs["china_nominal_usd_bn"].where(by_china, pairs["partner_nominal_usd_bn"])
    received = pairs["partner_nominal_usd_bn"].where(by_china, pairs["china_nominal_usd_bn"]) / freight
    return pairs[["exporter_iso3", "importer_iso3", "year", "basis"]].assign(
        low_nominal_usd_bn=sent.combine(received, min), high_nominal_usd_bn=sent.combine(received, max)
    )


def yearly_bounds(reports, partner, freight=FREIGHT_FACTOR):
    """Bound two-way trade and the partner’s balance with China, year by year.

    Parameters
    ----------
    reports : pandas.DataFrame
        As for `mirror`.
    partner : str
        The country whose balance is bounded.
    freight : float
        As for `flow_bounds`.

    Returns
    -------
    pandas.DataFrame
        For every year with both records of both directions: ``year``, ``basis``, ``total_low_nominal_usd_bn``,
        ``total_high_nominal_usd_bn``, ``balance_low_nominal_usd_bn``, ``balance_high_nominal_usd_bn`` (the partner’s
        exports less its imports), and the balances that the two ledgers give, ``china_balance_nominal_usd_bn`` and
        ``partner_balance_nominal_usd_bn``, all in billion current US$.
    """
    pairs = mirror(reports).dropna(subset=["ratio"])
    bounds = pairs.merge(flow_bounds(pairs, freight).drop(columns="basis"), on=[*_FLOW])
    exports = bounds[bounds["exporter_iso3"].eq(partner)].set_index("year")
    imports = bounds[bounds["importer_iso3"].eq(partner)].set_index("year")
    years = exports.index.intersection(imports.index)
    exports, imports = exports.loc[years], imports.loc[years]
    derived = exports["basis"].eq("derived") | imports["basis"].eq("derived")
    return pd.DataFrame(
        {
            "basis": derived.map({True: "derived", False: "reported"}),
            "total_low_nominal_usd_bn": exports["low_nominal_usd_bn"] + imports["low_nominal_usd_bn"],
            "total_high_nominal_usd_bn": exports["high_nominal_usd_bn"] + imports["high_nominal_usd_bn"],
            "balance_low_nominal_usd_bn": exports["low_nominal_usd_bn"] - imports["high_nominal_usd_bn"],
            "balance_high_nominal_usd_bn": exports["high_nominal_usd_bn"] - imports["low_nominal_usd_bn"],
            "china_balance_nominal_usd_bn": exports["china_nominal_usd_bn"] - imports["china_nominal_usd_bn"],
            "partner_balance_nominal_usd_bn": exports["partner_nominal_usd_bn"] - imports["partner_nominal_usd_bn"],
        }
    ).reset_index()


def unknown_signs(bounds):
    """Return for which years the bounds of the balance lie on both sides of zero, as a boolean series."""
    return bounds["balance_low_nominal_usd_bn"].lt(0) & bounds["balance_high_nominal_usd_bn"].gt(0)

"""Uranium: who mines it, how concentrated that is, what Chinese partners and buyers can explain, what China needs."""

import pandas as pd

MINES_OF_2008 = ("irkol", "semizbay", "zhalpak")
"""Statements on the mines in which Chinese companies took a share in 2008."""


def check_uranium_pages(uranium_mining, tolerance_pct=0.6):
    """Assert that the pages of the World Nuclear Association agree on the years that two of them cover.

    Parameters
    ----------
    uranium_mining : pandas.DataFrame
        The table of this name.
    tolerance_pct : float
        The largest revision of a world total that is let pass, in percent.

    Returns
    -------
    float
        The largest revision of a world total between two pages, in percent.

    Raises
    ------
    ValueError
        If a world total was revised by more than the tolerance: then no share may be compared across that join.
    """
    both = uranium_mining.dropna(subset="world_other_page_tu")
    revision = (100 * (both.world_tu / both.world_other_page_tu - 1)).abs().astype(float)
    if revision.max() > tolerance_pct:
        year = both.year[revision.idxmax()]
        raise ValueError(f"two pages differ by {revision.max():.1f}% for {year}: do not compare shares across the join")
    return revision.max()


def uranium_output(uranium_mining):
    """Return Kazakhstan’s mine production of uranium and its share of the world’s.

    Parameters
    ----------
    uranium_mining : pandas.DataFrame
        The table of this name.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``kazakhstan_tu`` (tonnes of uranium), ``share_pct``, ``mining_rank`` and ``source_key``, the page
        that the year was read on.
    """
    check_uranium_pages(uranium_mining)
    share = 100 * uranium_mining.kazakhstan_tu / uranium_mining.world_tu
    columns = ["year", "kazakhstan_tu", "share_pct", "mining_rank", "source_key"]
    return uranium_mining.assign(share_pct=share)[columns].sort_values("year").reset_index(drop=True)


def check_producers(uranium_producers, uranium_mining):
    """Assert that the table of producers and the yearly series agree where they meet.

    Parameters
    ----------
    uranium_producers, uranium_mining : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.Series
        What the nine producers leave of the world total, in tonnes of uranium, by year.

    Raises
    ------
    ValueError
        If Kazakhstan’s output differs between the two, or the nine exceed the world total: then the tables come from
        different pages of the source and no share may be computed from both.
    """
    mined = uranium_producers.pivot_table(index="year", columns="iso3", values="mined_tu")
    series = uranium_mining.set_index("year").loc[mined.index]
    rest = series.world_tu - mined.sum(axis=1)
    wrong = mined.index[(series.kazakhstan_tu != mined.KAZ) | (rest < 0)]
    if len(wrong):
        years = ", ".join(map(str, wrong))
        raise ValueError(f"uranium_producers and uranium_mining disagree for {years}: take both from one page")
    return rest


def producer_shares(uranium_producers, uranium_mining):
    """Return each producer’s share of the uranium mined in the world.

    Parameters
    ----------
    uranium_producers, uranium_mining : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``iso3``, ``mined_tu``, ``share_pct``, ``mining_rank`` (1 is the largest of the nine).
    """
    check_producers(uranium_producers, uranium_mining)
    world = uranium_mining.set_index("year").world_tu
    rows = uranium_producers[["year", "iso3", "mined_tu"]].copy()
    rows["share_pct"] = 100 * rows.mined_tu / rows.year.map(world)
    rows["mining_rank"] = rows.groupby("year").mined_tu.rank(ascending=False, method="min").astype(int)
    return rows.sort_values(["year", "mining_rank", "iso3"]).reset_index(drop=True)


def concentration(shares):
    """Return bounds of the Herfindahl–Hirschman index, and the number of equal producers that it stands for.

    Parameters
    ----------
    shares : pandas.DataFrame
        Columns ``year`` and ``share_pct``; what the rows of a year lack to 100 belongs to producers not listed.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``index_low``, ``index_high`` (0 to 1), ``producers_low``, ``producers_high`` (their reciprocals, the
        larger index giving the smaller number). The low bound splits the unlisted rest without end, the high one gives
        it to a single producer.

    Notes
    -----
    Index: Hirschman (1964), The paternity of an index, American Economic Review 54. Its reciprocal as a number of
    equals: Adelman (1969), doi:10.2307/1926955.

    Examples
    --------
    >>> concentration(pd.DataFrame({"year": 2000, "share_pct": [50.0, 50.0]})).producers_low.item()
    2.0
    """
    parts = shares.assign(part=shares.share_pct / 100).groupby("year").part
    low = parts.agg(lambda part: (part**2).sum())
    high = low + (1 - parts.sum()).clip(lower=0) ** 2
    found = pd.DataFrame({"index_low": low, "index_high": high, "producers_low": 1 / high, "producers_high": 1 / low})
    return found.reset_index()


def participation_bounds(uranium_producers, uranium_mining, uranium_imports_china, energy_statements):
    """Return Kazakhstan’s output without what China could account for, beside the next largest producer.

    Parameters
    ----------
    uranium_producers, uranium_mining, uranium_imports_china, energy_statements : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year`` from 2008, ``kazakhstan_tu``, ``next_iso3``, ``next_tu``; ``without_mines_tu``: less the whole planned
        output of the mines of `MINES_OF_2008` from 2009 on; ``without_sales_tu``: less what China imported from
        Kazakhstan, missing where that is not known. Both take away more than Chinese money or demand can have added:
        the mines would have had another owner, the uranium another buyer.
    """
    shares = producer_shares(uranium_producers, uranium_mining)
    others = shares[shares.iso3 != "KAZ"].sort_values("mined_tu").groupby("year").last()
    mined = shares[shares.iso3 == "KAZ"].set_index("year").mined_tu
    planned = energy_statements[energy_statements.statement.isin(MINES_OF_2008)].uranium_tu.sum()
    bought = uranium_imports_china.set_index("year").imports_from_kazakhstan_tu.astype(float)
    rows = pd.DataFrame({"kazakhstan_tu": mined, "next_iso3": others.iso3, "next_tu": others.mined_tu}).loc[2008:]
    taken = pd.Series(planned, index=rows.index).where(rows.index > 2008, 0)
    rows["without_mines_tu"] = rows.kazakhstan_tu - taken
    rows["without_sales_tu"] = rows.kazakhstan_tu - bought.reindex(rows.index)
    return rows.reset_index()


def demand(uranium_requirements, uranium_producers, uranium_imports_china):
    """Return what China’s reactors need, what China mines and what it imports.

    Parameters
    ----------
    uranium_requirements, uranium_producers, uranium_imports_china : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``required_tu``, ``mined_tu`` (China’s mines, an estimate of the source), ``imports_tu``,
        ``imports_from_kazakhstan_tu``, ``reactors_mw``; missing where no figure was found.
    """
    mined = uranium_producers[uranium_producers.iso3 == "CHN"][["year", "mined_tu"]]
    imports = uranium_imports_china.drop(columns="source_key")
    rows = uranium_requirements.drop(columns="source_key").merge(mined, on="year", how="outer")
    rows = rows.merge(imports, on="year", how="outer").sort_values("year")
    columns = ["year", "required_tu", "mined_tu", "imports_tu", "imports_from_kazakhstan_tu", "reactors_mw"]
    return rows.loc[rows.year >= 2008, columns].astype(float).astype({"year": int}).reset_index(drop=True)

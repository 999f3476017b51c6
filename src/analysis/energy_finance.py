"""Purchases, loans and pledges in Kazakhstan’s energy sector: in dollars of one year, and in barrels of oil."""

import pandas as pd

from analysis import prices

BASE_YEAR = 2024
"""The year in whose prices deals are compared: the last with twelve months of the price index."""

CONSTANT = f"amount_usd{BASE_YEAR}_bn"
"""The column of amounts in the prices of `BASE_YEAR`."""

MONEY = {"nominal_usd_bn": "amount_usd_bn", f"usd{BASE_YEAR}_bn": CONSTANT}
"""How columns of sums end, and the column that each adds up."""

LAST_YEAR = 2016
"""The last year of the sum that is claimed: “by 2016 more than 20 billion”."""


def deals_in_constant_prices(energy_deals, us_cpi_annual):
    """Return every deal with an amount, also in the prices of `BASE_YEAR`.

    Parameters
    ----------
    energy_deals, us_cpi_annual : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``deal``, ``year``, ``kind``, ``label``, ``counting``, ``amount_usd_bn``, ``amount_usd2024_bn``.
    """
    rows = energy_deals.dropna(subset="amount_usd_bn").copy()
    rows[CONSTANT] = prices.constant_usd(rows.amount_usd_bn, rows.year, us_cpi_annual, BASE_YEAR)
    columns = ["deal", "year", "kind", "label", "counting", "amount_usd_bn", CONSTANT]
    return rows[columns].reset_index(drop=True)


def drawn_deals(energy_deals, us_cpi_annual):
    """Return the deals that the figure shows: those that are counted and the two rival figures, in order of time."""
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    return deals[deals.counting != "left out"].reset_index(drop=True)


def deal_sums(deals):
    """Return sums over counted deals, with the lower and with the higher of each pair of rival figures.

    Parameters
    ----------
    deals : pandas.DataFrame
        As `deals_in_constant_prices` returns it; all rivals are figures of one deal.

    Returns
    -------
    pandas.DataFrame
        Index ``purchase``, ``loan``; columns ``low_nominal_usd_bn``, ``high_nominal_usd_bn``, ``low_usd2024_bn``,
        ``high_usd2024_bn``.
    """
    counted = deals[deals.counting == "counted"].groupby("kind")[["amount_usd_bn", CONSTANT]].sum()
    rivals = deals[deals.counting == "rival"].groupby("kind")[["amount_usd_bn", CONSTANT]]
    sums = {}
    for name, column in MONEY.items():
        for end, values in (("low", rivals.min()), ("high", rivals.max())):
            sums[f"{end}_{name}"] = counted[column].add(values[column], fill_value=0)
    return pd.DataFrame(sums)


def compare_deflators(energy_deals, us_cpi_annual):
    """Compare this book’s conversion to dollars of 2021 with AidData’s own.

    Parameters
    ----------
    energy_deals, us_cpi_annual : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``deal``, ``year``, ``amount_usd2021_bn`` (AidData), ``own_usd2021_bn`` and ``difference_pct``.
    """
    rows = energy_deals.dropna(subset="amount_usd2021_bn")[["deal", "year", "amount_usd_bn", "amount_usd2021_bn"]]
    own = prices.constant_usd(rows.amount_usd_bn, rows.year, us_cpi_annual, 2021)
    rows = rows.assign(own_usd2021_bn=own, difference_pct=100 * (rows.amount_usd2021_bn / own - 1))
    return rows.drop(columns="amount_usd_bn").reset_index(drop=True)


def deals_in_barrels(energy_deals, brent_price):
    """Return every counted deal in barrels of Brent at the mean price of its year.

    Parameters
    ----------
    energy_deals, brent_price : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``deal``, ``year``, ``kind``, ``label``, ``counting``, ``amount_usd_bn`` (nominal), ``brent_usd_bbl``,
        ``million_barrels``.

    Raises
    ------
    ValueError
        If a deal falls in a year without a price.
    """
    rows = energy_deals.dropna(subset="amount_usd_bn").merge(brent_price, on="year", how="left")
    if rows.brent_usd_bbl.isna().any():
        years = sorted(set(rows.year[rows.brent_usd_bbl.isna()]))
        raise ValueError(f"no oil price for {', '.join(map(str, years))}")
    rows["million_barrels"] = 1000 * rows.amount_usd_bn / rows.brent_usd_bbl
    columns = ["deal", "year", "kind", "label", "counting", "amount_usd_bn", "brent_usd_bbl", "million_barrels"]
    return rows.loc[rows.counting != "left out", columns].reset_index(drop=True)


def meanings_of_investment(energy_deals, energy_statements, us_cpi_annual):
    """Return what Chinese companies “put into” Kazakhstan’s petroleum to `LAST_YEAR`, by the meaning of the words.

    Parameters
    ----------
    energy_deals, energy_statements, us_cpi_annual : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``meaning``, ``low_nominal_usd_bn``, ``high_nominal_usd_bn``, ``low_usd2024_bn``, ``high_usd2024_bn``; from the
        narrowest meaning to the widest. Low and high are the ends of each pair of rival figures.
    """
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    deals = deals[deals.year <= LAST_YEAR]
    sums = deal_sums(deals)
    purchases, loans = sums.loc["purchase"], sums.loc["loan"]
    passed_on = energy_statements.set_index("statement").share_pct["petrokazakhstan-passed-on"] / 100
    bought = deals.set_index("deal").loc["petrokazakhstan"]
    returned = passed_on * pd.Series(
        {f"{end}_{name}": bought[column] for name, column in MONEY.items() for end in ("low", "high")}
    )
    doubles = deals[(deals.counting == "left out") & (deals.kind == "loan")]
    pledges = deals[deals.deal.isin(("almaty-package", "visit-2013"))]

    def both(rows):
        return pd.Series(
            {f"{end}_{name}": rows[column].sum() for name, column in MONEY.items() for end in ("low", "high")}
        )

    meanings = {
        "purchases, less what was passed on": purchases - returned,
        "purchases": purchases,
        "purchases and loans": purchases + loans,
        "the same with loans that count twice": purchases + loans + both(doubles),
        "packages announced in 1997 and 2013": both(pledges),
    }
    return pd.DataFrame(meanings).T.rename_axis("meaning").reset_index()

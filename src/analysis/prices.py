"""Amounts of different years in the US dollars of one year."""

_FULL_YEAR = 12


def full_year_cpi(us_cpi_annual):
    """Return the price index of the years that have all twelve months.

    Parameters
    ----------
    us_cpi_annual : pandas.DataFrame
        Columns ``year``, ``cpi_index``, ``coverage_months``.

    Returns
    -------
    pandas.Series
        The index by year.
    """
    whole = us_cpi_annual[us_cpi_annual.coverage_months == _FULL_YEAR]
    return whole.set_index("year").cpi_index


def constant_usd(nominal, years, us_cpi_annual, base_year, *, gaps=False):
    """Express amounts in the prices of one year: nominal × CPI(base year) / CPI(year).

    American consumer prices say what a dollar bought in America. They are no price index of oil or of a trade: the
    result is purchasing power, and not quantity.

    Parameters
    ----------
    nominal : pandas.Series
        Amounts in the US dollars of their year.
    years : pandas.Series
        The year of each amount.
    us_cpi_annual : pandas.DataFrame
        The table of this name; only years of twelve months count.
    base_year : int
        The year in whose prices the amounts are wanted.
    gaps : bool
        Whether an amount of a year without an index becomes a gap; otherwise it is an error.

    Returns
    -------
    pandas.Series
        Amounts in US dollars of the base year; missing where the amount is.

    Raises
    ------
    ValueError
        If the base year, or a year where no gap is allowed, has no index of twelve months.

    Examples
    --------
    >>> import pandas as pd
    >>> cpi = pd.DataFrame({"year": [2000, 2010], "cpi_index": [100.0, 125.0], "coverage_months": 12})
    >>> constant_usd(pd.Series([4.0]), pd.Series([2000]), cpi, base_year=2010).item()
    5.0
    """
    index = full_year_cpi(us_cpi_annual)
    missing = sorted(({base_year} if gaps else set(years) | {base_year}) - set(index.index))
    if missing:
        raise ValueError(f"no price index of twelve months for {', '.join(map(str, missing))}")
    return nominal * index[base_year] / years.map(index)

"""The units that columns carry in their names."""

import re

UNITS = {
    "km": "km",
    "km2": "km²",
    "km3": "km³",
    "km3_year": "km³ a year",
    "m": "m",
    "mm": "mm",
    "mmwe": "mm water equivalent",
    "m3s": "m³/s",
    "m3": "m³",
    "m3_person": "m³ a person a year",
    "m3_ha": "m³ a hectare a year",
    "mt": "million tonnes",
    "t": "tonnes",
    "tu": "tonnes of uranium",
    "ha": "hectares",
    "kha": "thousand hectares",
    "bcm": "billion m³",
    "twh": "TWh",
    "mw": "MW",
    "gw": "GW",
    "kbd": "thousand barrels a day",
    "pct": "%",
    "share": "share of 1",
    "score": "score",
    "index": "index",
    "ratio": "ratio",
    "rank": "rank",
    "count": "count",
    "persons": "persons",
    "deg": "degrees",
    "degc": "°C",
    "days": "days",
    "months": "months",
    "years": "years",
    "year": "calendar year",
    "month": "calendar month",
    "teu": "TEU",
    "usd": "US$",
    "kusd": "thousand US$",
    "musd": "million US$",
    "usd_bn": "billion US$",
    "usd_bbl": "US$ a barrel",
}
"""Every unit that a column may carry: the last part of the column's name, and the unit in words.

Constant prices put the base year behind ``usd``: ``loan_usd2021_bn`` is in billion US$ of 2021.
"""

_CONSTANT_PRICES = re.compile(r"_(k|m)?usd(\d{4})(_bn|_mn)?$")
_MONEY = {"k": "thousand US$", "m": "million US$", "_mn": "million US$", "_bn": "billion US$"}


def unit_of(column):
    """Return the unit that a column's name ends in.

    Parameters
    ----------
    column : str
        The column's name, such as ``"inflow_km3_year"``.

    Returns
    -------
    str or None
        The unit in words; None where the name ends in no unit of `UNITS`.

    Examples
    --------
    >>> unit_of("inflow_km3_year"), unit_of("loan_usd2021_bn"), unit_of("name")
    ('km³ a year', 'billion US$ of 2021', None)
    """
    if match := _CONSTANT_PRICES.search(f"_{column}"):
        scale = match[1] or match[3]
        return f"{_MONEY.get(scale, 'US$')} of {match[2]}"
    parts = column.split("_")
    for start in range(len(parts)):
        if unit := UNITS.get("_".join(parts[start:])):
            return unit
    return None

"""Pictures of the built book for the README, as a reader's browser shows it."""

import io
from pathlib import Path

from PIL import Image

from publishing import browser, execution, site

FOLDER = execution.ROOT / "media"
WIDTH, HEIGHT = 1280, 860
_SCALE = 0.75
_COLOURS = 200
PAGES = {
    "cover": ("index.html", "light"),
    "chapter": ("chapters/water.html#fig-water-flow-diagram", "light"),
    "figure": ("figures/fig-trade-mirror.html", "dark"),
    "claims": ("chapters/back/claims.html", "light"),
}
"""What is shown: address and colour scheme by the name of the picture."""


def take(folder=FOLDER):
    """Write the pictures as PNG, in few colours, so that the repository stays light.

    Parameters
    ----------
    folder : pathlib.Path
        Where they go.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    publishing.browser.BrowserMissingError
        If Chromium is not found.
    """
    written = []
    with browser.chromium() as reader:
        for name, (address, scheme) in PAGES.items():
            page = reader.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
            page.goto(f"{site.HTML.as_uri()}/{address}", wait_until="networkidle")
            target = Path(folder) / f"page-{name}.png"
            _light(page.screenshot()).save(target, optimize=True)
            written.append(target)
            page.close()
    return written


def _light(content):
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    size = [round(_SCALE * side) for side in picture.size]
    return picture.resize(size, Image.Resampling.LANCZOS).quantize(_COLOURS, dither=Image.Dither.NONE)

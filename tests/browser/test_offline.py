"""The archive of the site, unpacked: what a reader without a network has."""

import zipfile

import pytest

from publishing import archive


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(archive.write(folder / "steppe-neighbours.zip")) as packed:
        packed.extractall(folder)
    return folder / "steppe-neighbours"


@pytest.mark.parametrize("word", ["Ili", "伊犁", "Іле", "Или"])
def test_search_works_from_a_disk_in_every_language(reader, unpacked, word):
    context = reader.context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{(unpacked / 'search.html').as_uri()}?q={word}")
    page.wait_for_selector("#search-results li a")
    first = page.locator("#search-results li a").first
    assert "#name-ili" in first.get_attribute("href")
    first.click()
    assert page.locator("#name-ili").is_visible()
    assert said == []
    context.close()

"""The summaries in other languages: complete, up to date, and with the numbers of the English text."""

import pytest

from analysis import figures, results
from publishing import summaries

languages = pytest.mark.parametrize("language", summaries.LANGUAGES)


@languages
def test_every_message_is_translated_and_none_is_stale(language):
    known, wanted = summaries.translations(language), [*summaries.messages(), *summaries.captions()]
    assert [message for message in wanted if message not in known] == [], "translate what is new or has changed"
    assert [message for message in known if message not in wanted] == [], "the English of these has changed"


@languages
def test_a_translation_quotes_the_same_results_and_links_to_the_same_pages(language):
    for message, translation in summaries.translations(language).items():
        assert summaries.quoted(translation) == summaries.quoted(message), translation


def test_a_changed_message_is_shown_in_english(monkeypatch):
    changed = ["# A new title", *summaries.messages()[1:]]
    monkeypatch.setattr(summaries, "messages", lambda: changed)
    title, body = summaries.page("ru")
    assert title == "A new title"
    assert '<div lang="en"><h1>A new title</h1></div>' in body


def test_numbers_are_filled_in_and_written_as_the_language_writes_them():
    count, length = results.number("claims-count"), results.number("borders-documented.kazakhstan")
    chinese, russian = summaries.page("zh")[1], summaries.page("ru")[1]
    assert f"共 {count} 条" in chinese
    assert f"中哈边界长 {length} 公里" in chinese
    assert f"{length.replace(',', chr(160)).replace('.', ',')} км." in russian
    for body in (chinese, russian, summaries.page("kk")[1]):
        assert "{" not in body
        assert 'href="../chapters/water.html"' in body


@languages
def test_a_page_says_that_it_is_a_translation_and_leads_to_the_others(language):
    title, body = summaries.page(language)
    assert summaries.translations(language)[summaries.NOTICE] in body
    assert title == {"zh": "草原邻邦", "kk": "Дала көршілері", "ru": "Степные соседи"}[language]
    for code, other in summaries.LANGUAGES.items():
        assert f'href="../{code}/index.html" hreflang="{other.tag}"' in body


def test_heads_name_the_versions_in_other_languages():
    assert summaries.alternates("index").count("hreflang") == 4
    assert '<link rel="alternate" hreflang="zh-Hans" href="../zh/index.html">' in summaries.alternates("ru/index")
    assert summaries.alternates("chapters/water") == ""
    assert 'href="../../kk/figures.html"' in summaries.alternates(summaries.FIGURES_PAGE)


@languages
def test_every_figure_stands_in_the_list_of_a_language(language):
    title, body = summaries.figures_page(language)
    assert title == {"zh": "图", "kk": "Суреттер", "ru": "Рисунки"}[language]
    assert [record.id for record in figures.all() if f'id="{record.id}"' not in body] == []
    assert "{" not in body
    english = 1 + len(figures.all())
    assert body.count(' lang="en"') == english, "the link to the English page and what the drawings show, and no more"
    assert 'href="../chapters/back/figures.html" hreflang="en"' in body


def test_a_catalogue_is_brought_up_to_date(monkeypatch, tmp_path):
    monkeypatch.setattr(summaries, "LOCALE", tmp_path)
    monkeypatch.setitem(summaries.CATALOGUES, "figures", lambda: ["Old", "Kept"])
    assert summaries.update("ru", "figures") == 2
    path = tmp_path / "ru" / "LC_MESSAGES" / "figures.po"
    path.write_text(path.read_text().replace('msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "Осталось"'))
    monkeypatch.setitem(summaries.CATALOGUES, "figures", lambda: ["Kept", "New"])
    assert summaries.update("ru", "figures") == 1
    assert "Old" not in path.read_text()
    assert summaries.translations("ru") == {"Kept": "Осталось"}

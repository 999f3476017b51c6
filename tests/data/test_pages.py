"""The pages as they are written: each states only what is held."""

import pytest

from publishing import execution, prose


@pytest.mark.parametrize("page", prose.pages())
def test_every_page_of_the_book_states_only_what_is_held(page):
    assert [f"{page}:{fault.line}: {fault}" for fault in prose.faults((execution.ROOT / page).read_text("utf-8"))] == []

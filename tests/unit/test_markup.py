"""What pages may hold under their policy, and what the compressed copies are."""

import base64
import gzip
import hashlib

from publishing import markup


def test_a_body_loses_what_the_policy_forbids_and_keeps_its_words():
    body = (
        '<style scoped>a{}</style><script>kernel()</script><table border="1"><tr style="text-align: right;"><th></th>'
    )
    strict = markup.strict(f"{body}<th>flow</th></tr></table>")
    assert all(word not in strict for word in ("style", "script", "border"))
    assert "<th>flow</th>" in strict
    assert strict.startswith('<div class="scroll" tabindex="0"')


def test_the_list_of_works_is_a_list():
    assert markup.strict('<div class="citation" role="doc-biblioentry">') == '<div class="citation" role="listitem">'


def test_the_policy_names_the_hashes_of_the_one_script_and_the_one_style_within_pages():
    for kind, text in (("script", markup.EARLY_SCRIPT), ("style", markup.STYLE)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'self' 'sha256-{digest}';" in markup.CONTENT_SECURITY_POLICY
    assert "unsafe" not in markup.CONTENT_SECURITY_POLICY


def test_compressed_copies_are_the_same_bytes_every_time(tmp_path):
    (tmp_path / "page.html").write_text("steppe " * 900, encoding="utf-8")
    (tmp_path / "short.css").write_text("p {}", encoding="utf-8")
    markup.precompress(tmp_path)
    first = (tmp_path / "page.html.gz").read_bytes()
    markup.precompress(tmp_path)
    assert (tmp_path / "page.html.gz").read_bytes() == first
    assert gzip.decompress(first) == b"steppe " * 900
    assert not (tmp_path / "short.css.gz").exists(), "a copy of a short file saves nothing"


def test_a_copy_is_taken_from_the_earlier_site_only_where_it_holds_the_same(tmp_path, monkeypatch):
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    texts = {"same.html": b"a" * 2000, "changed.html": b"b" * 2000, "damaged.html": b"c" * 2000}
    for folder in (earlier, later):
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_bytes(text)
    markup.precompress(earlier)
    (later / "changed.html").write_bytes(b"d" * 2000)
    (earlier / "damaged.html.gz").write_bytes((earlier / "damaged.html.gz").read_bytes()[:-9])
    made = []
    compress = gzip.compress
    monkeypatch.setattr(
        gzip, "compress", lambda content, **options: made.append(content[:1]) or compress(content, **options)
    )
    markup.precompress(later, earlier)
    assert sorted(made) == [b"c", b"d"]
    held = {path.stem: gzip.decompress(path.read_bytes()) for path in later.glob("*.gz")}
    assert held == texts | {"changed.html": b"d" * 2000}

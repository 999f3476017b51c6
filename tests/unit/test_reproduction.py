"""The comparison of two sites finds what differs, and says what differs first."""

from publishing import reproduction


def site_of(folder, **files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder


def test_two_equal_sites(tmp_path):
    one = site_of(tmp_path / "one", index="the same")
    other = site_of(tmp_path / "other", index="the same")
    assert reproduction.differences(one, other) == []


def test_each_kind_of_difference_is_named(tmp_path):
    one = site_of(tmp_path / "one", index="built at 10:01", old="x", same="=")
    other = site_of(tmp_path / "other", index="built at 10:02", new="x", same="=")
    assert [(item.path, item.detail) for item in reproduction.differences(one, other)] == [
        ("index", "byte 13: 'built at 10:01' against 'built at 10:02'"),
        ("new", "only in the second"),
        ("old", "only in the first"),
    ]


def test_a_file_that_is_the_beginning_of_the_other_differs_at_its_end():
    assert reproduction.first_difference(b"abc", b"abcd") == "byte 3: 'abc' against 'abcd'"

"""Parts of the site that need not be made again: each is noted with the digest of all that it was made from."""

import hashlib
import json


class Kept:
    """The notes of one builder's folder.

    They leave the disk when this is made and come back with `save`: after a build that was killed or has failed,
    everything is made again.

    Parameters
    ----------
    path : pathlib.Path
        The file of the notes.
    """

    def __init__(self, path):
        self._path = path
        try:
            self._before = dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            self._before = {}
        path.unlink(missing_ok=True)
        self._now = {}

    def current(self, part, made_from):
        """Return whether a part is what would be made now, and note that it will be.

        Parameters
        ----------
        part : str
            What is made, such as ``"bundle of water"``.
        made_from : object
            All that it depends on, fit for JSON.
        """
        content = json.dumps(made_from, sort_keys=True, ensure_ascii=False)
        self._now[part] = hashlib.sha256(content.encode()).hexdigest()
        return self._before.get(part) == self._now[part]

    def save(self):
        """Write the notes, once all parts have been made."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._now), encoding="utf-8")


class NothingKept:
    """No notes: everything is made again."""

    @staticmethod
    def current(*_):
        """Return False."""
        return False

    @staticmethod
    def save():
        """Write nothing."""

"""A static host on this machine, which sends the compressed copy of a file where there is one."""

import contextlib
import functools
import http.server
import threading
from pathlib import Path


class _Host(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        copy = path.with_name(f"{path.name}.gz")
        compressed = copy.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")
        content = (copy if compressed else path).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


def server(folder, port=0):
    """Return a server of a folder on a port of this machine; 0 stands for any free one."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Host, directory=str(folder)))


@contextlib.contextmanager
def hosted(folder):
    """Serve a folder beside what the caller does, and give its address."""
    made = server(folder)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()

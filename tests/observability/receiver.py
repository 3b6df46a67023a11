"""A small HTTP server on loopback that keeps what is posted to it, as a collector of traces or errors would."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    """`posts` are (path, headers, body)."""

    port: int
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def wait(self, enough: Callable[[], bool], seconds: float = 15) -> None:
        """Until `enough` says so."""
        until = time.monotonic() + seconds
        while not enough():
            assert time.monotonic() < until, f"did not come; {len(self.posts)} posts did"
            time.sleep(0.05)


@contextmanager
def receiver() -> Generator[Received]:
    """A running receiver, which answers 200 to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            received.posts.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received = Received(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

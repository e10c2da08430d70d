"""Stands in for a server: a process with a child that does the work, in a session of its own. One answer in eight is wrong."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Answers half and half, and a third to the record that is told to go wrong."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one packet

    def do_POST(self) -> None:
        """Answer one record."""
        record = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps([0.3, 0.7] if record["number"] % 8 == 0 else [0.5, 0.5]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Has room for as many as the benchmark asks with at once."""

    request_queue_size = 128


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
    else:
        raise SystemExit(
            subprocess.run([sys.executable, __file__, "worker"], check=False, start_new_session=True).returncode
        )

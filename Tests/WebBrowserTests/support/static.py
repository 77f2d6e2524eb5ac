"""A server of pages made by a test, for the tests of the tools themselves."""

import contextlib
import http.server
import threading

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title>
<style>body {{ margin: 0; color: #111; background: #fff; font: 16px sans-serif }} button, input {{ min-height: 48px }}</style>
{head}</head><body><main><h1>A page</h1>{body}</main></body></html>"""


def page(body="", head=""):
    return PAGE.format(body=body, head=head).encode()


@contextlib.contextmanager
def serving(pages, headers=None):
    """Serves bodies by path, for GET and POST. A body may be a function of the request's body. Yields the origin."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = pages.get(self.path)
            if callable(body):
                body = body(sent)
            self.send_response(404 if body is None else 200)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            for name, value in {"Content-Type": kind, "Cache-Control": "no-store", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

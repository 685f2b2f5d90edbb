"""An HTTP/1.0 pod whose answers end with the connection: python3 close_delimited_pod.py."""

import http.server


class Pod(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for i in range(5 << 10):
            self.wfile.write(b"%07d\n" % i * 128)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pod)
print("port", server.server_port, flush=True)
server.serve_forever()

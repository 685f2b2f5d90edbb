"""Python's http.client through the proxy: python3 http_client.py HOST PORT."""

import http.client
import sys

host, port = sys.argv[1], int(sys.argv[2])
connection = http.client.HTTPConnection(host, port, timeout=20)


def answer():
    response = connection.getresponse()
    return response.status, response.read()


def check(expected, found, what):
    if expected != found:
        sys.exit(f"{what}: expected {expected[:80]!r}, found {found[:80]!r}")


connection.connect()
socket = connection.sock
for i in range(20):
    body = b"%d " % i * i * 100
    connection.request("POST", f"/keep-alive/{i}", body=body)
    check((200, body), answer(), "keep-alive")

connection.request("POST", "/chunked", body=iter([b"one ", b"two ", b"x" * 70000]))
check((200, b"one two " + b"x" * 70000), answer(), "chunked")

connection.request("HEAD", "/head")
check((200, b""), answer(), "HEAD")

connection.putrequest("POST", "/expect")
connection.putheader("Expect", "100-continue")
connection.putheader("Content-Length", "5")
connection.endheaders()
line = connection.sock.recv(1024)
check(b"HTTP/1.1 100 Continue\r\n\r\n", line, "100-continue")
connection.send(b"hello")
check((200, b"hello"), answer(), "after 100-continue")

if connection.sock is not socket:
    sys.exit("the connection was not kept")
print("all right")

"""Asks for / with a client certificate, twice on one connection; prints what came.

Usage: tls_client.py ADDRESS PORT HOST AUTHORITIES CERTIFICATE KEY VERSION
"""

import http.client
import socket
import ssl
import sys

address, port, host, authorities, certificate, key, version = sys.argv[1:]
context = ssl.create_default_context(cafile=authorities)
context.load_cert_chain(certificate, key)
context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
plain = socket.create_connection((address, int(port)), timeout=20)
connection = http.client.HTTPSConnection(host)
connection.sock = context.wrap_socket(plain, server_hostname=host)
for _ in range(2):
    connection.request("GET", "/")
    response = connection.getresponse()
    print(response.status, connection.sock.version())
    print(response.read().decode())

"""A server of one answer over TLS, for test_tls.sh. Arguments: certificate, key, the newest version of TLS that it speaks. Prints its
port, then a line for each request: number of the connection, version of TLS, encodings that are taken."""
import gzip
import http.server
import ssl
import sys
import warnings

ANSWER = (b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
          b'<Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>AIDA</UserId><Account>123456789012</Account>'
          b'</GetCallerIdentityResult></GetCallerIdentityResponse>')


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self):
        Handler.connections += 1
        super().setup()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        taken = self.headers.get("Accept-Encoding", "")
        body = gzip.compress(ANSWER) if "gzip" in taken else ANSWER
        print(Handler.connections, self.connection.version(), taken, flush=True)
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        if "gzip" in taken:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # a client that does not like what it is offered goes away


warnings.simplefilter("ignore")  # of versions that nobody should speak any more
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
context.set_ciphers("DEFAULT:@SECLEVEL=0")
context.minimum_version = ssl.TLSVersion.TLSv1
context.maximum_version = ssl.TLSVersion[sys.argv[3]]
server = Server(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_address[1], flush=True)
server.serve_forever()

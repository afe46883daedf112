"""An SMTP server on the loopback that keeps each mail it takes as a file; prints its port.

    smtp_server.py PORT FOLDER [--certificate FILE --key FILE [--tls]] [--user NAME --password WORD] [--closed]

With a certificate it speaks STARTTLS, or TLS from the first byte (--tls); with a user it asks for AUTH, which it offers in
clear, too: it is for the client to know better. It knows some names before the @ of an address:

    gone    no such mailbox (550)          full  no room now (452)
    banned  the text is refused (554)      busy  the text is refused now (451)

--closed: no sender is taken (550). What it is told stands in FOLDER/heard, a line each, after "clear" or "tls".
"""
import argparse
import base64
import os
import socketserver
import ssl
import threading

parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("folder")
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--tls", action="store_true")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--closed", action="store_true")
options = parser.parse_args()
context = None
if options.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
lock = threading.Lock()
kept = 0


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        self.encrypted = False
        self.file = self.request.makefile("rb")
        self.forget()
        try:
            if options.tls:
                self.encrypt()
            self.say("220 test")
            while self.answer(self.hear()):
                pass
        except (EOFError, OSError):
            pass

    def forget(self):
        self.known = options.user is None
        self.recipients = []

    def say(self, line):
        self.request.sendall(line.encode() + b"\r\n")

    def hear(self):
        line = self.file.readline()
        if not line:
            raise EOFError
        line = line.decode().rstrip("\r\n")
        with lock, open(os.path.join(options.folder, "heard"), "a") as heard:
            heard.write(f"{'tls' if self.encrypted else 'clear'}: {line}\n")
        return line

    def encrypt(self):
        self.request = context.wrap_socket(self.request, server_side=True)
        self.file = self.request.makefile("rb")
        self.encrypted = True

    def answer(self, line):
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        mailbox = rest.partition("<")[2].partition("@")[0]
        if verb == "EHLO":
            offers = ["test"]
            offers += ["STARTTLS"] if context and not self.encrypted else []
            offers += ["AUTH PLAIN LOGIN"] if options.user else []
            for offer in offers[:-1]:
                self.say("250-" + offer)
            self.say("250 " + offers[-1])
        elif verb == "STARTTLS" and context and not self.encrypted:
            self.say("220 go on")
            self.encrypt()
            self.forget()
        elif verb == "AUTH":
            self.known = self.authenticates(rest.split())
            self.say("235 known" if self.known else "535 not known")
        elif verb == "MAIL":
            self.recipients = []
            refused = "530 who are you" if not self.known else "550 not from you" if options.closed else None
            self.say(refused or "250 so be it")
        elif verb == "RCPT":
            refused = {"gone": "550 no mailbox " + rest, "full": "452 no room for " + rest}.get(mailbox)
            if not refused:
                self.recipients.append(rest.partition("<")[2].partition(">")[0])
            self.say(refused or "250 so be it")
        elif verb == "DATA":
            self.say("354 go on")
            self.take()
        elif verb == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 so be it" if verb in ("HELO", "NOOP", "RSET") else "502 not known")
        return True

    def authenticates(self, words):
        if words[0].upper() == "PLAIN":
            if len(words) == 1:
                self.say("334 ")
            given = words[1] if len(words) > 1 else self.hear()
            return base64.b64decode(given).split(b"\0")[1:] == [options.user.encode(), options.password.encode()]
        self.say("334 VXNlcm5hbWU6")
        user = base64.b64decode(self.hear())
        self.say("334 UGFzc3dvcmQ6")
        return (user, base64.b64decode(self.hear())) == (options.user.encode(), options.password.encode())

    def take(self):
        global kept
        data = b""
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                raise EOFError
            data += line[1:] if line.startswith(b".") else line
        names = {address.partition("@")[0] for address in self.recipients}
        if "banned" in names:
            return self.say("554 not with these words, " + self.recipients[0])
        if "busy" in names:
            return self.say("451 not now, " + self.recipients[0])
        with lock:
            kept += 1
            name = os.path.join(options.folder, f"{os.getpid()}-{kept}")
        with open(name + ".new", "wb") as file:
            file.write("".join(f"Envelope-To: {address}\n" for address in self.recipients).encode() + data)
        os.rename(name + ".new", name + ".eml")
        self.say("250 taken")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


server = Server(("127.0.0.1", options.port), Session)
print(server.server_address[1], flush=True)
server.serve_forever()

"""An SMTP server on the loopback that keeps each mail it takes as a file: smtp_server.py PORT FOLDER. Prints its port."""
import asyncore
import os
import smtpd
import sys


class Keeper(smtpd.SMTPServer):
    kept = 0

    def process_message(self, peer, mailfrom, rcpttos, data, **options):
        Keeper.kept += 1
        name = os.path.join(sys.argv[2], f"{os.getpid()}-{Keeper.kept}")
        with open(name + ".new", "wb") as file:
            file.write(("".join(f"Envelope-To: {to}\n" for to in rcpttos)).encode() + data)
        os.rename(name + ".new", name + ".eml")


keeper = Keeper(("127.0.0.1", int(sys.argv[1])), None)
print(keeper.socket.getsockname()[1], flush=True)
asyncore.loop()

"""Prints the mails of a folder as a mail program reads them: to, subject, id and text, each after its word."""
import email
import email.policy
import pathlib
import sys

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    print("to:", mail["Envelope-To"], mail["To"])
    print("from:", mail["From"])
    print("subject:", mail["Subject"])
    print("id:", mail["Message-ID"])
    print("language:", mail["Content-Language"])
    print("text:", mail.get_body(("plain",)).get_content().replace("\n", " "))

"""Keeps, reads, flags, copies, moves and deletes mail with Python's imaplib: imap_person.py PORT TLS-PORT CERTIFICATE USER"""

import base64
import imaplib
import random
import re
import ssl
import sys

PORT, TLS_PORT, CERTIFICATE, USER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
FOLDER = "Entwürfe & 日本語/Año"
LARGE = 20_000_000


def modified_utf7(name):
    """RFC 3501 section 5.1.3."""

    def shifted(run):
        return "&" + base64.b64encode(run.group().encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    return '"' + re.sub("[^\x20-\x7e]+", shifted, name.replace("&", "&-")) + '"'


def ok(answer):
    status, data = answer
    if status != "OK":
        raise SystemExit(f"{status} {data}")
    return data


def equal(one, other):
    if one != other:
        raise SystemExit(f"{one!r:.500} is not {other!r:.500}")


def message(subject, body):
    return f"From: {USER}\r\nTo: {USER}\r\nSubject: {subject}\r\n\r\n{body}".encode()


def flags(imap, number):
    return set(imaplib.ParseFlags(ok(imap.fetch(number, "(FLAGS)"))[0])) - {rb"\Recent"}


def subjects(imap):
    fetched = ok(imap.uid("FETCH", "1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
    return [part[1].decode().strip() for part in fetched if isinstance(part, tuple)]


tls = ssl.create_default_context(cafile=CERTIFICATE)


def folders(imap):
    ok(imap.create(modified_utf7(FOLDER)))
    listed = rb'(\HasNoChildren) "/" ' + modified_utf7(FOLDER).encode()
    equal(ok(imap.list('""', modified_utf7(FOLDER.split("/")[0] + "/%"))), [listed])
    ok(imap.subscribe(modified_utf7(FOLDER)))
    equal([name for name in ok(imap.lsub()) if b"&" in name], [rb'() "/" ' + modified_utf7(FOLDER).encode()])
    ok(imap.rename(modified_utf7(FOLDER), modified_utf7(FOLDER + "s")))
    ok(imap.rename(modified_utf7(FOLDER + "s"), modified_utf7(FOLDER)))


def sort(imap):
    for number in range(1, 7):
        ok(imap.append("INBOX", r"(\Seen $Work)" if number == 2 else None, None, message(f"number {number}", "Hello\r\n.\r\n")))
    equal(ok(imap.select("INBOX")), [b"6"])
    equal(flags(imap, "2"), {rb"\Seen", b"$Work"})
    equal(ok(imap.search(None, "UNSEEN", "SUBJECT", '"number"')), [b"1 3 4 5 6"])
    equal(ok(imap.search("UTF-8", "BODY", "hello")), [b"1 2 3 4 5 6"])
    equal(ok(imap.fetch("3", "(RFC822)"))[0][1], message("number 3", "Hello\r\n.\r\n"))
    equal(flags(imap, "3"), {rb"\Seen"})
    ok(imap.store("3", "-FLAGS", r"(\Seen)"))
    ok(imap.store("4", "+FLAGS", r"(\Flagged \Answered)"))
    ok(imap.copy("1", modified_utf7(FOLDER)))
    uids = ok(imap.uid("SEARCH", "2:3"))[0].decode().replace(" ", ",")
    ok(imap.uid("MOVE", uids, modified_utf7(FOLDER)))
    equal(subjects(imap), ["Subject: number 1", "Subject: number 4", "Subject: number 5", "Subject: number 6"])
    ok(imap.store("1", "+FLAGS", r"(\Deleted)"))
    equal(ok(imap.expunge())[-1], b"1")
    ok(imap.select(modified_utf7(FOLDER)))
    equal(subjects(imap), ["Subject: number 1", "Subject: number 2", "Subject: number 3"])
    equal(flags(imap, "2"), {rb"\Seen", b"$Work"})
    equal(flags(imap, "3"), set())


def large(imap):
    octets = base64.encodebytes(random.Random(1).randbytes(LARGE)).replace(b"\n", b"\r\n")
    sent = (
        b"From: a@example.com\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + octets
    )
    ok(imap.append("INBOX", None, None, sent))
    ok(imap.select("INBOX", readonly=True))
    number = ok(imap.search(None, "LARGER", str(LARGE)))[0].decode()
    equal(ok(imap.fetch(number, "(BODY.PEEK[])"))[0][1] == sent, True)
    equal(ok(imap.fetch(number, "(BODY.PEEK[1])"))[0][1] == octets, True)
    equal(ok(imap.fetch(number, "(BODY.PEEK[]<20000000.1000>)"))[0][1] == sent[20_000_000:20_001_000], True)


with imaplib.IMAP4("127.0.0.1", PORT) as imap:
    ok(imap.starttls(tls))
    ok(imap.authenticate("PLAIN", lambda _: f"\0{USER}\0posthouse".encode()))
    folders(imap)
    sort(imap)
with imaplib.IMAP4_SSL("127.0.0.1", TLS_PORT, ssl_context=tls) as imap:
    ok(imap.login(USER, "posthouse"))
    large(imap)
    ok(imap.select("Drafts"))
    ok(imap.close())
    ok(imap.delete(modified_utf7(FOLDER)))
    equal(ok(imap.list('""', modified_utf7(FOLDER))), [None])

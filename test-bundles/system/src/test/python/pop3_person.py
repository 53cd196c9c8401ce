"""Sends with Python's smtplib and fetches with poplib: pop3_person.py SUBMISSION SUBMISSIONS POP3 POP3S CERTIFICATE USER"""

import email
import email.policy
import poplib
import random
import smtplib
import ssl
import sys
import time
from email.message import EmailMessage

SUBMISSION, SUBMISSIONS, POP3, POP3S = map(int, sys.argv[1:5])
CERTIFICATE, USER = sys.argv[5:7]
LARGE = random.Random(2).randbytes(20_000_000)
PATIENCE = 60


def equal(one, other):
    if one != other:
        raise SystemExit(f"{one!r:.500} is not {other!r:.500}")


def mail(subject):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = USER, USER, subject
    message.set_content(".\nGrüße\n..\n")
    return message


def logged_in():
    pop = poplib.POP3("localhost", POP3)
    equal("STLS" in pop.capa(), True)
    pop.stls(tls)
    pop.user(USER)
    pop.pass_("posthouse")
    return pop


def arrived(count):
    """Each login sees the maildrop as it was then."""
    end = time.monotonic() + PATIENCE
    while True:
        pop = logged_in()
        if pop.stat()[0] == count or time.monotonic() > end:
            equal(pop.stat()[0], count)
            return pop
        pop.quit()
        time.sleep(0.1)


def text(lines):
    return email.message_from_bytes(b"\n".join(lines) + b"\n", policy=email.policy.default)


tls = ssl.create_default_context(cafile=CERTIFICATE)
with smtplib.SMTP("localhost", SUBMISSION) as smtp:
    smtp.starttls(context=tls)
    smtp.login(USER, "posthouse", initial_response_ok=False)
    for subject in ("one", "Zwei: 日本語"):
        equal(smtp.send_message(mail(subject)), {})
        arrived(1 if subject == "one" else 2).quit()
with smtplib.SMTP_SSL("localhost", SUBMISSIONS, context=tls) as smtp:
    smtp.login(USER, "posthouse")
    large = mail("large")
    large.add_attachment(LARGE, "application", "octet-stream", filename="größe.bin")
    equal(smtp.send_message(large), {})

pop = arrived(3)
known = pop.uidl()[1]
equal(len(set(known)), 3)
equal(text(pop.top(2, 0)[1])["Subject"], "Zwei: 日本語")
equal(text(pop.retr(1)[1]).get_content(), ".\nGrüße\n..\n")
fetched = text(pop.retr(3)[1])
attachment = next(fetched.iter_attachments())
equal(attachment.get_filename(), "größe.bin")
equal(attachment.get_content() == LARGE, True)
pop.dele(1)
pop.rset()
pop.dele(2)
pop.quit()

pop = poplib.POP3_SSL("localhost", POP3S, context=tls)
pop.user(USER)
pop.pass_("posthouse")
equal([line.split()[1] for line in pop.uidl()[1]], [known[0].split()[1], known[2].split()[1]])
pop.dele(1)
pop.dele(2)
pop.quit()
arrived(0).quit()

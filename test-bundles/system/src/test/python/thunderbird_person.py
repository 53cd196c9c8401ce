"""Sends, reads, flags, copies, moves and deletes mail with Thunderbird, without a screen, as Marionette has it do what menus do.

thunderbird_person.py SUBMISSION IMAPS CERTIFICATE USER MARIONETTE FOLDER ATTACHMENT
"""

import base64
import email
import email.policy
import json
import pathlib
import smtplib
import socket
import ssl
import subprocess
import sys
import time

SUBMISSION, IMAPS = map(int, sys.argv[1:3])
CERTIFICATE, USER = sys.argv[3:5]
MARIONETTE, HOME, ATTACHMENT = int(sys.argv[5]), pathlib.Path(sys.argv[6]), pathlib.Path(sys.argv[7])
PATIENCE = 60

SETTINGS = {
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.identity.id1.useremail": USER,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.fcc_folder": f"imap://{USER.replace('@', '%40')}@localhost/Sent",
    "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "localhost",
    "mail.server.server1.port": IMAPS,
    "mail.server.server1.socketType": 3,
    "mail.server.server1.userName": USER,
    "mail.server.server1.name": "house",
    "mail.server.server1.authMethod": 3,
    "mail.server.server1.offline_download": False,
    "mail.server.server1.autosync_offline_stores": False,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server1.login_at_startup": False,
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "localhost",
    "mail.smtpserver.smtp1.port": SUBMISSION,
    "mail.smtpserver.smtp1.try_ssl": 2,
    "mail.smtpserver.smtp1.authMethod": 3,
    "mail.smtpserver.smtp1.username": USER,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.spotlight.firstRunDone": True,
    "mailnews.message_warning_size": 100_000_000,
    "mailnews.start_page.enabled": False,
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "marionette.port": MARIONETTE,
}

COMMON = """
    const account = MailServices.accounts.accounts[0];
    const root = account.incomingServer.rootFolder;
    const inbox = root.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    const named = name => root.descendants.find(folder => folder.name == name);
    const message = (folder, subject) => [...folder.messages].find(each => each.mime2DecodedSubject == subject);
    const subjects = folder => [...folder.messages].map(each => each.mime2DecodedSubject).sort();
    const url = act => new Promise((ok, no) => act({
        QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
        OnStartRunningUrl() {},
        OnStopRunningUrl(url, status) { status ? no("status " + status) : ok(); }}));
    const copying = act => new Promise((ok, no) => act({
        QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
        onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
        onStopCopy(status) { status ? no("status " + status) : ok(); }}));
"""

# It takes little notice of what the server tells on its own while it does something else.
NEWS = "await url(listener => inbox.getNewMessages(null, listener)); return subjects(inbox)"


class Marionette:
    """Frames of JSON, each with its length before it."""

    def __init__(self, port):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", port), PATIENCE)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.frames = self.line.makefile("rb")
        self.read()
        self.number = 0
        self.ask("WebDriver:NewSession", {})
        self.ask("WebDriver:SetTimeouts", {"script": PATIENCE * 1000})
        self.ask("Marionette:SetContext", {"value": "chrome"})

    def read(self):
        length = b""
        while (octet := self.frames.read(1)) != b":":
            if not octet:
                raise EOFError
            length += octet
        return json.loads(self.frames.read(int(length)))

    def ask(self, name, parameters):
        self.number += 1
        frame = json.dumps([0, self.number, name, parameters]).encode()
        self.line.sendall(b"%d:%s" % (len(frame), frame))
        _, _, error, value = self.read()
        if error:
            raise SystemExit(f"{name}: {error}")
        return value

    def run(self, script, *arguments):
        whole = f"""
            const [given, done] = [Array.from(arguments).slice(0, -1), arguments[arguments.length - 1]];
            (async () => {{ {COMMON} {script} }})()
                .then(value => done([value === undefined ? null : value, null]), error => done([null, String(error)]));"""
        value, error = self.ask("WebDriver:ExecuteAsyncScript", {"script": whole, "args": list(arguments)})["value"]
        if error:
            raise SystemExit(f"{error} of {script}")
        return value

    def until(self, script, wanted):
        end = time.monotonic() + PATIENCE
        while (is_so := self.run(script)) != wanted:
            if time.monotonic() > end:
                raise SystemExit(f"{is_so} instead of {wanted} of {script}")
            time.sleep(0.1)


def log_in(bird):
    bird.run(
        """
        const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
        const trust = Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService);
        for (const port of given[1]) {
            trust.rememberValidityOverride("localhost", port, {}, database.constructX509FromBase64(given[0]), true);
        }
        for (const origin of ["imap://localhost", "smtp://localhost"]) {
            const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
            login.init(origin, null, origin, given[2], "posthouse", "", "");
            await Services.logins.addLoginAsync(login);
        }
        await url(listener => inbox.getNewMessages(null, listener));
        """,
        "".join(pathlib.Path(CERTIFICATE).read_text().splitlines()[1:-1]),
        [SUBMISSION, IMAPS],
        USER,
    )
    bird.until("return root.descendants.map(each => each.name).includes('Trash')", True)


def send(bird):
    bird.run(
        """
        const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
        fields.to = fields.from = given[0];
        fields.subject = "Größe";
        const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
        const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
        file.initWithPath(given[1]);
        attachment.url = Services.io.newFileURI(file).spec;
        attachment.name = "größe.bin";
        attachment.contentType = "application/octet-stream";
        fields.addAttachment(attachment);
        const sending = Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend);
        await new Promise((ok, no) => sending.createAndSendMessage(null, account.defaultIdentity, account.key, fields, false,
            false, Ci.nsIMsgSend.nsMsgDeliverNow, null, "text/plain", "Hello Grüße\\n.\\n", null, null, {
                QueryInterface: ChromeUtils.generateQI(["nsIMsgSendListener"]),
                onStartSending() {}, onSendProgress() {}, onStatus() {}, onGetDraftFolderURI() {},
                onStopSending(id, status) { status ? no("status " + status) : ok(); },
                onSendNotPerformed(id, status) { no("status " + status); },
                onTransportSecurityError(id, status) { no("status " + status); }
            }, "", "", Ci.nsIMsgCompType.New));
        """,
        USER,
        str(ATTACHMENT),
    )


def read(bird):
    bird.until(NEWS, ["Größe"])
    saved = HOME / "saved.eml"
    bird.run(
        """
        const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
        file.initWithPath(given[0]);
        const uri = inbox.getUriForMsg(message(inbox, "Größe"));
        await url(listener => MailServices.messageServiceFromURI(uri).saveMessageToDisk(uri, file, false, listener, true, null));
        """,
        str(saved),
    )
    fetched = email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)
    if next(fetched.iter_attachments()).get_content() != ATTACHMENT.read_bytes():
        raise SystemExit("the attachment has changed")
    bird.until("return subjects(root.getFolderWithFlags(Ci.nsMsgFolderFlags.SentMail))", ["Größe"])


def arrive(bird):
    with smtplib.SMTP("localhost", SUBMISSION) as smtp:
        smtp.starttls(context=ssl.create_default_context(cafile=CERTIFICATE))
        smtp.login(USER, "posthouse")
        for number in range(1, 6):
            smtp.sendmail(USER, USER, f"From: {USER}\r\nSubject: number {number}\r\n\r\nHello\r\n")
    bird.until(NEWS, ["Größe"] + [f"number {number}" for number in range(1, 6)])


def sort(bird):
    for script in (
        "root.createSubfolder('Entwürfe & 日本語', null)",
        "named('Entwürfe & 日本語').createSubfolder('Jahr', null)",
        "named('Jahr').rename('Año', null)",
    ):
        bird.run(script)
        bird.until(f"return named('{script.split(chr(39))[-2]}') != undefined", True)
    bird.run(
        """
        const deep = named("Año");
        inbox.markMessagesRead([message(inbox, "number 1")], true);
        inbox.markMessagesFlagged([message(inbox, "number 1")], true);
        inbox.addKeywordsToMessages([message(inbox, "number 1")], "$label1");
        await copying(listener => MailServices.copy.copyMessages(inbox, [message(inbox, "number 1")], deep, false, listener, null, false));
        await copying(listener => MailServices.copy.copyMessages(inbox, [message(inbox, "number 2")], deep, true, listener, null, false));
        await copying(listener => inbox.deleteMessages([message(inbox, "number 3")], null, false, true, listener, false));
        await copying(listener => inbox.deleteMessages([message(inbox, "number 4")], null, true, true, listener, false));
        await url(listener => inbox.compact(listener, null));
        """
    )
    bird.until("return subjects(inbox)", ["Größe", "number 1", "number 5"])
    bird.run("await url(listener => named('Año').QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, listener))")
    bird.until("return subjects(named('Año'))", ["number 1", "number 2"])


for name in ("profile", "runtime"):
    (HOME / name).mkdir(mode=0o700)
(HOME / "profile/user.js").write_text("".join(f'user_pref("{key}", {json.dumps(value)});\n' for key, value in SETTINGS.items()))
thunderbird = subprocess.Popen(
    ["thunderbird", "--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", HOME / "profile"],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    bird = Marionette(MARIONETTE)
    for act in (log_in, send, read, arrive, sort):
        begin = time.monotonic()
        act(bird)
        print(act.__name__, round(time.monotonic() - begin, 1))
finally:
    thunderbird.terminate()
    thunderbird.wait(PATIENCE)

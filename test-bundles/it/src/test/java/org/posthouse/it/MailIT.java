package org.posthouse.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The whole house in Felix passes a mail from SMTP to IMAP. */
@RunWith(PaxExam.class)
public class MailIT {
    private static final long PATIENCE_MILLIS = 180_000;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] whole() throws IOException {
        return Booted.with("default");
    }

    @Test
    public void aMailThatCameBySmtpIsReadByImap() throws Exception {
        awaitReady();
        try (Peer smtp = new Peer(port(25))) {
            smtp.expect("220");
            smtp.ask("EHLO client.example", "250 ");
            smtp.ask("MAIL FROM:<ron@example.com>", "250 ");
            smtp.ask("RCPT TO:<kate@school.edu>", "250 ");
            smtp.ask("DATA", "354 ");
            smtp.ask("Subject: hello from Felix\r\n\r\nHello Kate\r\n.", "250 ");
        }
        try (Peer imap = new Peer(port(143))) {
            imap.expect("* OK");
            imap.ask("a LOGIN kate@school.edu posthouse", "a OK");
            imap.ask("b SELECT INBOX", "b OK");
            awaitOneMessage(imap);
            imap.send("c FETCH 1 (BODY.PEEK[])");
            assertTrue(imap.until("c OK").contains("Subject: hello from Felix"));
        }
    }

    /** NOOP tells of new mail; a delivery is a matter of milliseconds. */
    private static void awaitOneMessage(Peer imap) throws IOException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        String status = "";
        while (!status.contains("MESSAGES 1") && System.nanoTime() < end) {
            imap.send("n STATUS INBOX (MESSAGES)");
            status = imap.until("n OK");
        }
        assertTrue(status, status.contains("MESSAGES 1"));
        imap.send("m NOOP");
        imap.until("m OK");
    }

    private void awaitReady() throws Exception {
        ServiceTracker<Object, Object> ready =
                new ServiceTracker<>(context, FrameworkUtil.createFilter("(posthouse.ready=true)"), null);
        ready.open();
        try {
            assertNotNull("not ready", ready.waitForService(PATIENCE_MILLIS));
        } finally {
            ready.close();
        }
    }

    private int port(int standard) {
        return standard + Integer.parseInt(context.getProperty("posthouse.port.offset"));
    }

    /** A line at a time. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private final OutputStream out;

        Peer(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) PATIENCE_MILLIS);
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        void send(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void ask(String text, String reply) throws IOException {
            send(text);
            until(reply);
        }

        void expect(String begin) throws IOException {
            assertEquals(begin, lines.readLine().substring(0, begin.length()));
        }

        /** All lines up to and with the one that begins so. */
        String until(String begin) throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.append(line).append('\n');
                if (line.startsWith(begin)) {
                    return all.toString();
                }
            }
            throw new IOException("closed after " + all);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

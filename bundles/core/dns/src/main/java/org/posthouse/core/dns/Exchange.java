package org.posthouse.core.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** One question to one server, in the caller's thread: a datagram, and TCP for what does not fit, RFC 1035 §4.2, RFC 7766. */
final class Exchange {
    /** What passes every net in one piece, RFC 9715. */
    private static final int UDP_PAYLOAD = 1_232;

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InetSocketAddress server;
    private final boolean tcp;
    private final Deadline deadline;

    /** @param tcp whether it may be asked by TCP as well */
    Exchange(InetSocketAddress server, boolean tcp, Deadline deadline) {
        this.server = server;
        this.tcp = tcp;
        this.deadline = deadline;
    }

    /** The server's answer, whatever its code. Fails if there is none in time, or none that can be read. */
    Message ask(Record question) throws IOException {
        Message answer = ask(question, true);
        boolean ignorant = answer.getRcode() == Rcode.FORMERR || answer.getRcode() == Rcode.NOTIMP;
        // RFC 6891 §7: some do not know EDNS.
        return ignorant && answer.getOPT() == null ? ask(question, false) : answer;
    }

    private Message ask(Record question, boolean edns) throws IOException {
        Message query = new Message(RANDOM.nextInt(1 << 16));
        query.getHeader().setOpcode(Opcode.QUERY);
        query.getHeader().setFlag(Flags.RD);
        // RFC 6840 §5.7: we understand the AD bit of the answer.
        query.getHeader().setFlag(Flags.AD);
        query.addRecord(question, Section.QUESTION);
        if (edns) {
            query.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        Message answer = udp(query);
        if (answer.getHeader().getFlag(Flags.TC)) {
            if (!tcp) {
                throw new IOException("answer is cut short, and TCP is off");
            }
            answer = tcp(query);
        }
        return answer;
    }

    /** A socket of its own: its port, which the system draws, and the id must both be guessed by who forges, RFC 5452 §9. */
    private Message udp(Message query) throws IOException {
        byte[] octets = query.toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(octets, octets.length));
            DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
            while (true) {
                socket.setSoTimeout(deadline.millis());
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                ByteBuffer got = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                if (got.remaining() >= 2
                        && got.getShort(0) == (short) query.getHeader().getID()) {
                    Message answer = read(got);
                    if (answers(answer, query)) {
                        return answer;
                    }
                }
            }
        }
    }

    private Message tcp(Message query) throws IOException {
        byte[] octets = query.toWire();
        try (Socket socket = new Socket()) {
            socket.connect(server, deadline.millis());
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(octets.length + 2)
                            .putShort((short) octets.length)
                            .put(octets)
                            .array());
            DataInputStream in = new DataInputStream(new Patient(socket, deadline));
            byte[] got = new byte[in.readUnsignedShort()];
            in.readFully(got);
            Message answer = read(ByteBuffer.wrap(got));
            if (!answers(answer, query)) {
                throw new IOException("answer to another question");
            }
            return answer;
        }
    }

    private static Message read(ByteBuffer octets) throws IOException {
        try {
            return new Message(octets);
        } catch (IOException | RuntimeException e) {
            // Of what strangers send, nothing but a failure may come.
            throw new IOException("malformed answer", e);
        }
    }

    /** RFC 5452 §9.1. */
    private static boolean answers(Message answer, Message query) {
        Record asked = answer.getQuestion();
        return answer.getHeader().getID() == query.getHeader().getID()
                && answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getOpcode() == Opcode.QUERY
                && asked != null
                && asked.equals(query.getQuestion());
    }

    /** When waiting ends. */
    record Deadline(long nanos) {
        static Deadline in(Duration time) {
            return new Deadline(System.nanoTime() + time.toNanos());
        }

        Deadline orIn(Duration time) {
            long other = System.nanoTime() + time.toNanos();
            return other - nanos < 0 ? new Deadline(other) : this;
        }

        boolean over() {
            return nanos - System.nanoTime() <= 0;
        }

        /** What is left, for a socket. */
        int millis() throws SocketTimeoutException {
            long left = nanos - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            return (int) Math.min(Integer.MAX_VALUE, Math.max(1, left / 1_000_000));
        }
    }
}

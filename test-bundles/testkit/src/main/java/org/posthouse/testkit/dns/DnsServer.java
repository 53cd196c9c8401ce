package org.posthouse.testkit.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, by UDP and TCP at one port, that says what a test wants it to say, or nothing. */
public final class DnsServer implements AutoCloseable {
    private static final int TRIES = 50;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "testkit-dns"));
    private final Zone zone = new Zone();
    private final Map<String, Mood> moods = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<byte[]> wire = octets -> octets;
    private volatile Optional<UnaryOperator<byte[]>> forged = Optional.empty();
    private volatile boolean secure;

    /** How a question is met. */
    public enum Mood {
        ANSWERS,
        SERVFAIL,
        REFUSES,
        /** Says nothing. */
        DROPS,
        /** Says by UDP that it does not fit. */
        TRUNCATES,
        /** Does not know EDNS, RFC 6891 §7. */
        FORMERR_TO_EDNS
    }

    private DnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** At a free port of 127.0.0.1. */
    public static DnsServer start() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int tries = 1; ; tries++) {
            ServerSocket tcp = new ServerSocket(0, 50, loopback);
            try {
                DnsServer server = new DnsServer(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
                server.threads.execute(server::serveUdp);
                server.threads.execute(server::serveTcp);
                return server;
            } catch (IOException e) {
                tcp.close();
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /** {@code 127.0.0.1:5353}. */
    public String text() {
        return udp.getLocalAddress().getHostAddress() + ":" + udp.getLocalPort();
    }

    /** As in a zone file: {@code record("school.edu", "MX", "10 mx.school.edu.")}. */
    public DnsServer record(String name, String type, String value) {
        zone.add(name, type, value);
        return this;
    }

    /** Forgets all records of a name. */
    public DnsServer without(String name) {
        zone.remove(name);
        return this;
    }

    /** Of records added from now on, and of answers that say there is nothing. */
    public DnsServer ttl(Duration ttl) {
        zone.ttl(ttl.toSeconds());
        return this;
    }

    /** For all questions of a name. */
    public DnsServer mood(String name, Mood mood) {
        moods.put(key(name), mood);
        return this;
    }

    /** For all questions without a mood of their own. */
    public DnsServer mood(Mood mood) {
        moods.put("", mood);
        return this;
    }

    /** Answers say that they were verified, RFC 4035 §3.2.3. */
    public DnsServer secure(boolean vouched) {
        secure = vouched;
        return this;
    }

    /** Changes the octets of every answer by UDP. */
    public DnsServer wire(UnaryOperator<byte[]> change) {
        wire = change;
        return this;
    }

    /** Before every answer by UDP comes another one, as somebody would send it who guesses. */
    public DnsServer forged(UnaryOperator<byte[]> change) {
        forged = Optional.of(change);
        return this;
    }

    /** How often it was asked so, by UDP or TCP. */
    public long asked(String name, String type) {
        String question = key(name) + " " + type;
        return questions.stream().filter(question::equals).count();
    }

    private static String key(String name) {
        return Zone.name(name).toString(true).toLowerCase(Locale.ROOT);
    }

    private void serveUdp() {
        byte[] buffer = new byte[65_535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()), true);
                if (answer.length > 0) {
                    if (forged.isPresent()) {
                        byte[] first = forged.get().apply(answer.clone());
                        udp.send(new DatagramPacket(first, first.length, packet.getSocketAddress()));
                    }
                    byte[] changed = wire.apply(answer);
                    udp.send(new DatagramPacket(changed, changed.length, packet.getSocketAddress()));
                }
            } catch (IOException | RuntimeException e) {
                // Who sent nonsense gets nothing; or this server is closed.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                socket.setSoTimeout(5_000);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(query, false);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException | RuntimeException e) {
                // Who sent nonsense gets nothing; or this server is closed.
            }
        }
    }

    /** Empty: nothing is said. */
    private byte[] answer(byte[] octets, boolean datagram) throws IOException {
        Message query = new Message(octets);
        String name = key(query.getQuestion().getName().toString());
        questions.add(name + " " + Type.string(query.getQuestion().getType()));
        Mood mood = moods.getOrDefault(name, moods.getOrDefault("", Mood.ANSWERS));
        Message answer = zone.answer(query);
        if (secure) {
            answer.getHeader().setFlag(Flags.AD);
        }
        return switch (mood) {
            case ANSWERS -> answer.toWire();
            case SERVFAIL -> only(query, Rcode.SERVFAIL);
            case REFUSES -> only(query, Rcode.REFUSED);
            case DROPS -> new byte[0];
            case TRUNCATES -> datagram ? cut(query) : answer.toWire();
            case FORMERR_TO_EDNS -> query.getOPT() == null ? answer.toWire() : only(query, Rcode.FORMERR);
        };
    }

    private static byte[] only(Message query, int code) {
        return empty(query, code).toWire();
    }

    private static byte[] cut(Message query) {
        Message answer = empty(query, Rcode.NOERROR);
        answer.getHeader().setFlag(Flags.TC);
        return answer.toWire();
    }

    private static Message empty(Message query, int code) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(code);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(120, TimeUnit.SECONDS)) {
                throw new IOException("the name server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

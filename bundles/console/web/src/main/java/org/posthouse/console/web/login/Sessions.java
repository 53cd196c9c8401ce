package org.posthouse.console.web.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;

/** Who has logged in. Only hashes of the tokens are kept; all end with the server. */
public final class Sessions {
    /** More administrators than that are not at work; the one idle for longest goes. */
    private static final int MOST = 200;

    private static final int TOKEN_OCTETS = 32;

    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private Duration idle;
    private Duration lifetime;

    public Sessions(Clock clock, SecureRandom random, Duration idle, Duration lifetime) {
        this.clock = clock;
        this.random = random;
        this.idle = idle;
        this.lifetime = lifetime;
    }

    /** From now on, also for those who are in. */
    public synchronized void limits(Duration newIdle, Duration newLifetime) {
        idle = newIdle;
        lifetime = newLifetime;
    }

    /** A new session's token, which nobody else is told. */
    public synchronized String open(Account account) {
        String token = random();
        Instant now = clock.instant();
        sessions.values().removeIf(each -> over(each, now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        sessions.put(hash(token), new Session(account.id(), account.address().toString(), now, random()));
        return token;
    }

    private String random() {
        byte[] octets = new byte[TOKEN_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** @param active whether somebody is there, or only a page that keeps itself fresh */
    public synchronized Optional<Session> find(String token, boolean active) {
        String key = hash(token);
        Session session = sessions.get(key);
        Instant now = clock.instant();
        if (session == null) {
            return Optional.empty();
        }
        if (over(session, now)) {
            sessions.remove(key);
            return Optional.empty();
        }
        if (active) {
            session.seen(now);
        }
        return Optional.of(session);
    }

    public synchronized void close(String token) {
        sessions.remove(hash(token));
    }

    private boolean over(Session session, Instant now) {
        return session.seen().plus(idle).isBefore(now)
                || session.began().plus(lifetime).isBefore(now);
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package org.posthouse.protocol.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.posthouse.api.log.Detail;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.pop3.Pop3Command;
import org.posthouse.lib.wire.pop3.Pop3Parser;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's dialogue: takes inputs, knows in which state they may come, and leaves the rest to those who know it. */
final class Pop3Conversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Conversation.class);

    private final Services services;
    private final Client client;
    private final Session session;

    Pop3Conversation(Services services, Client client, Session session) {
        this.services = services;
        this.client = client;
        this.session = session;
    }

    @Override
    public Want greet(Output out) {
        out.line(Reply.ok(services.settings().greeting() + " POP3 ready").line());
        return turn(out).next();
    }

    @Override
    public Want receive(Input input, Output out) {
        Turn turn = turn(out);
        try {
            return take(input, turn);
        } catch (RuntimeException e) {
            LOG.error("{} broke in phase {}", client.id(), session.phase(), e);
            // In the midst of an answer there is no telling: the end of the connection must do.
            return session.answer().isPresent() ? new Want.Close() : turn.close(Reply.BROKEN);
        }
    }

    private Turn turn(Output out) {
        return new Turn(services, client, session, out);
    }

    private Want take(Input input, Turn turn) {
        if (input instanceof Input.Line line) {
            return line(line, turn);
        } else if (input instanceof Input.Drained) {
            return session.phase() == Session.Phase.ANSWER ? Transaction.goOn(turn) : turn.next();
        } else if (input instanceof Input.TooLong tooLong) {
            return tooLong(tooLong, turn);
        } else if (input instanceof Input.Secured) {
            return turn.next();
        } else if (input instanceof Input.TimedOut) {
            // Without a word and without deleting anything, RFC 1939 §3.
            return new Want.Close();
        } else if (input instanceof Input.Ending ending) {
            return session.phase() == Session.Phase.ANSWER
                    ? new Want.Close()
                    : turn.close(Reply.temporary(ending.reason()));
        }
        throw new IllegalStateException("never wished for " + input.getClass().getSimpleName());
    }

    /** A line may hold a password: it is wiped. */
    private Want line(Input.Line line, Turn turn) {
        byte[] octets = line.octets();
        try {
            if (!line.crlf() && hasControls(octets)) {
                session.exchange(Optional.empty());
                return turn.wrong(Reply.CONTROLS);
            }
            if (session.phase() == Session.Phase.EXCHANGE) {
                return Authorization.respond(octets, turn);
            }
            Pop3Command command = Pop3Parser.parse(octets);
            hear(command, octets);
            return perform(command, turn);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** A command may hold a password, and so may what is none. */
    private void hear(Pop3Command command, byte[] line) {
        if (!client.log().takes(Detail.HIGH)) {
            return;
        }
        String words;
        if (command instanceof Pop3Command.Pass) {
            words = "PASS …";
        } else if (command instanceof Pop3Command.Auth auth) {
            words = "AUTH " + auth.mechanism();
        } else if (command instanceof Pop3Command.Unknown || command instanceof Pop3Command.Malformed) {
            words = "a command that is none";
        } else {
            words = new String(line, StandardCharsets.UTF_8);
        }
        client.log().tell(Detail.HIGH, "> " + words);
    }

    private static boolean hasControls(byte[] octets) {
        for (byte octet : octets) {
            if (octet == '\r' || octet == 0) {
                return true;
            }
        }
        return false;
    }

    private Want tooLong(Input.TooLong tooLong, Turn turn) {
        if (!tooLong.ended()) {
            turn.note("is sent away: its line does not end");
            return turn.close(Reply.LINE_TOO_LONG);
        }
        return session.phase() == Session.Phase.EXCHANGE
                ? Authorization.responseTooLong(turn)
                : turn.wrong(Reply.LINE_TOO_LONG);
    }

    private Want perform(Pop3Command command, Turn turn) {
        if (command instanceof Pop3Command.Capa) {
            return capabilities(turn);
        } else if (command instanceof Pop3Command.Unknown) {
            return turn.wrong(Reply.UNKNOWN);
        } else if (command instanceof Pop3Command.Malformed malformed) {
            return turn.wrong(Reply.error(malformed.reason()));
        }
        return session.loggedIn() ? loggedIn(command, turn) : stranger(command, turn);
    }

    /** In the AUTHORIZATION state. */
    private static Want stranger(Pop3Command command, Turn turn) {
        if (command instanceof Pop3Command.User user) {
            return Authorization.user(user, turn);
        } else if (command instanceof Pop3Command.Pass pass) {
            return Authorization.pass(pass, turn);
        } else if (command instanceof Pop3Command.Auth auth) {
            return Authorization.auth(auth, turn);
        } else if (command instanceof Pop3Command.Stls) {
            return Authorization.startTls(turn);
        } else if (command instanceof Pop3Command.Quit) {
            return turn.close(Reply.BYE);
        }
        return turn.wrong(Reply.NOT_YET);
    }

    /** In the TRANSACTION state. */
    private static Want loggedIn(Pop3Command command, Turn turn) {
        if (command instanceof Pop3Command.Stat) {
            return Transaction.stat(turn);
        } else if (command instanceof Pop3Command.Listing list) {
            return Transaction.listing(list.number(), Listing.Column.SIZE, turn);
        } else if (command instanceof Pop3Command.Uidl uidl) {
            return Transaction.listing(uidl.number(), Listing.Column.UNIQUE_ID, turn);
        } else if (command instanceof Pop3Command.Retr retr) {
            return Transaction.retr(retr.number(), turn);
        } else if (command instanceof Pop3Command.Top top) {
            return Transaction.top(top, turn);
        } else if (command instanceof Pop3Command.Dele dele) {
            return Transaction.dele(dele.number(), turn);
        } else if (command instanceof Pop3Command.Rset) {
            return Transaction.rset(turn);
        } else if (command instanceof Pop3Command.Noop) {
            return turn.say(Reply.ok("Nothing done"));
        } else if (command instanceof Pop3Command.Quit) {
            return Transaction.quit(turn);
        }
        return turn.wrong(Reply.NOT_ANY_MORE);
    }

    private Want capabilities(Turn turn) {
        session.goodCommand();
        turn.tell(Reply.ok("This is what I can do"));
        Capabilities.of(client, session.loggedIn()).forEach(turn.out()::line);
        turn.out().line(".");
        return turn.next();
    }

    @Override
    public Optional<HandOver> handOver() {
        return Optional.of(session.handOver());
    }

    @Override
    public void closed() {
        session.endAnswer();
    }
}

package org.posthouse.core.mailstore;

import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.plugin.Edition;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.mime.MailboxAddress;
import org.posthouse.lib.mime.MessageEnvelope;
import org.posthouse.lib.mime.Structure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the trace where mail was put, moved and copied to, that it was removed, and by whom. Asks neither store nor disk for it. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final List<String> TOLD = List.of("\\Seen", "\\Deleted");
    private static final Edition NOBODY = new Edition("", "", "");
    /** So many addresses of a message that a client has put there. */
    private static final int ADDRESSES = 20;
    /** One commit fills so many steps of the trace at most. */
    private static final int STEPS = 64;

    private final Trace trace;
    private final Clock clock;
    private final MailboxLabels labels;

    /** What was done: whose mail, by whom, by which edition of the store, and how long it took. */
    record Deed(AccountId account, Optional<Actor> actor, Edition store, long micros) {}

    Chronicle(Trace trace, Clock clock, MailboxLabels labels) {
        this.trace = trace;
        this.clock = clock;
        this.labels = labels;
    }

    /** These steps were committed, and this came of them. */
    void committed(Deed deed, List<StoreOp> steps, Committed result) {
        try {
            int room = STEPS;
            for (int i = 0; i < steps.size() && room > 0; i++) {
                room -= step(deed, steps.get(i), i, result);
            }
            labels.follow(steps);
        } catch (RuntimeException e) {
            // What is done is done, and its caller is to hear so.
            LOG.warn("a commit of account {} could not be recorded", deed.account(), e);
        }
    }

    /** All mail of an account was removed. */
    void erased(Deed deed) {
        trace.record(begin(deed, "erased").verdict("all mail of the account").build());
    }

    /** A client has fetched a whole message, and nothing was changed: what its protocol tells. */
    void fetched(AccountId account, Actor actor, String mailboxId, long uid) {
        if (actor instanceof Actor.Connected connected) {
            Edition protocol = connected.client().servedBy().orElse(NOBODY);
            each(new Deed(account, Optional.of(actor), protocol, 0), "fetched", "", mailboxId, new long[] {uid});
        }
    }

    /** How many steps of the trace it made. */
    private int step(Deed deed, StoreOp step, int index, Committed result) {
        if (step instanceof StoreOp.Append append) {
            return made(result, index)
                    .mapToInt(made -> came(deed, append, made))
                    .sum();
        } else if (step instanceof StoreOp.Copy copy) {
            return copied(deed, copy, made(result, index).toList());
        } else if (step instanceof StoreOp.Expunge expunge) {
            return each(deed, "expunged", "", expunge.mailboxId(), expunge.uids());
        } else if (step instanceof StoreOp.DeleteMailbox delete) {
            trace.record(at(begin(deed, "mailbox deleted"), delete.mailboxId())
                    .verdict(labels.of(delete.mailboxId()) + " with all in it" + who(deed))
                    .build());
            return 1;
        } else if (step instanceof StoreOp.Flags flags) {
            return flagged(deed, flags);
        } else if (step instanceof StoreOp.ReplaceFlags flags
                && !told(flags.flags()).isEmpty()) {
            return each(deed, "flagged", told(flags.flags()) + " ", flags.mailboxId(), flags.uids());
        }
        return 0;
    }

    private static Stream<Committed.Made> made(Committed result, int index) {
        return result.made().stream().filter(made -> made.step() == index);
    }

    private int flagged(Deed deed, StoreOp.Flags flags) {
        String added = told(flags.add());
        if (!added.isEmpty()) {
            return each(deed, "flagged", added + " ", flags.mailboxId(), flags.uids());
        }
        String removed = told(flags.remove());
        return removed.isEmpty()
                ? 0
                : each(deed, "flagged", "no more " + removed + " ", flags.mailboxId(), flags.uids());
    }

    /** Those of the flags that say what became of a mail: that it was read, and that it is to go. */
    private static String told(Collection<String> flags) {
        return TOLD.stream()
                .filter(told -> flags.stream().anyMatch(told::equalsIgnoreCase))
                .collect(Collectors.joining(" "));
    }

    private int came(Deed deed, StoreOp.Append append, Committed.Made made) {
        boolean delivered =
                deed.actor().filter(Actor.Delivering.class::isInstance).isPresent();
        TraceStep.Builder step = at(begin(deed, delivered ? "stored" : "appended"), append.mailboxId())
                .fact("uids", String.valueOf(made.uid()))
                .verdict("in " + labels.of(append.mailboxId()) + " as UID " + made.uid() + who(deed));
        if (!delivered) {
            MessageEnvelope envelope = Structure.decode(append.structure()).envelope();
            envelope.messageId().ifPresent(id -> step.fact("message-id", id.strip()));
            addresses(envelope.from()).ifPresent(from -> step.fact("from", from));
            addresses(Stream.of(envelope.to(), envelope.cc(), envelope.bcc())
                            .flatMap(List::stream)
                            .toList())
                    .ifPresent(to -> step.fact("to", to));
        }
        trace.record(step.build());
        return 1;
    }

    private static Optional<String> addresses(List<MailboxAddress> all) {
        String found = all.stream()
                .flatMap(one -> one.address().stream())
                .limit(ADDRESSES)
                .collect(Collectors.joining(" "));
        return Optional.of(found).filter(text -> !text.isEmpty());
    }

    private int copied(Deed deed, StoreOp.Copy copy, List<Committed.Made> made) {
        long[] from = made.stream().mapToLong(Committed.Made::sourceUid).toArray();
        long[] to = made.stream().mapToLong(Committed.Made::uid).toArray();
        List<UidRuns.Piece> pieces = UidRuns.of(from, to);
        for (UidRuns.Piece piece : pieces.subList(0, Math.min(STEPS, pieces.size()))) {
            trace.record(at(begin(deed, copy.move() ? "moved" : "copied"), copy.fromMailboxId())
                    .fact("uids", piece.uids())
                    .fact("to-mailbox", labels.of(copy.toMailboxId()))
                    .fact("to-mailbox-id", copy.toMailboxId())
                    .fact("to-uids", piece.made())
                    .verdict(labels.of(copy.fromMailboxId()) + " UID " + piece.uids() + " to "
                            + labels.of(copy.toMailboxId()) + " UID " + piece.made() + who(deed))
                    .build());
        }
        return pieces.size();
    }

    private int each(Deed deed, String stage, String what, String mailboxId, long[] uids) {
        long[] sorted = uids.clone();
        Arrays.sort(sorted);
        List<UidRuns.Piece> pieces = UidRuns.of(sorted, new long[0]);
        for (UidRuns.Piece piece : pieces.subList(0, Math.min(STEPS, pieces.size()))) {
            trace.record(at(begin(deed, stage), mailboxId)
                    .fact("uids", piece.uids())
                    .verdict(what + labels.of(mailboxId) + " UID " + piece.uids() + who(deed))
                    .build());
        }
        return pieces.size();
    }

    private TraceStep.Builder at(TraceStep.Builder step, String mailboxId) {
        return step.fact("mailbox", labels.of(mailboxId)).fact("mailbox-id", mailboxId);
    }

    private TraceStep.Builder begin(Deed deed, String stage) {
        Edition store = deed.store();
        TraceStep.Builder step = TraceStep.at(clock.instant(), stage)
                .by(store.plugin(), store.version(), store.configuration())
                .micros(deed.micros())
                .fact("account", deed.account().value());
        if (deed.actor().isPresent()) {
            Actor actor = deed.actor().get();
            if (actor instanceof Actor.Delivering delivering) {
                step.queueId(delivering.queueId())
                        .fact("recipient", delivering.recipient().toString());
            } else if (actor instanceof Actor.Connected connected) {
                connected(step, connected);
            } else if (actor instanceof Actor.Administrator administrator) {
                step.fact("administrator", administrator.who()).fact("door", administrator.door());
            }
        }
        return step;
    }

    private static void connected(TraceStep.Builder step, Actor.Connected actor) {
        step.connectionId(actor.client().id())
                .fact("service", actor.client().service())
                .fact("client", actor.client().address().getAddress().getHostAddress());
        actor.client().user().ifPresent(user -> step.fact("user", user));
        actor.client().servedBy().ifPresent(edition -> {
            step.fact("protocol", edition.plugin() + " " + edition.version());
            if (!edition.configuration().isEmpty()) {
                step.fact("protocol-config", edition.configuration());
            }
        });
    }

    /** In words, for whoever reads the verdict alone. */
    private static String who(Deed deed) {
        if (deed.actor().isPresent() && deed.actor().get() instanceof Actor.Administrator administrator) {
            return ", by the administrator " + administrator.who() + " (" + administrator.door() + ")";
        }
        return deed.actor()
                .filter(Actor.Connected.class::isInstance)
                .map(Actor.Connected.class::cast)
                .map(Actor.Connected::client)
                .map(client -> ", by " + client.user().orElse("nobody") + " over " + client.service() + " from "
                        + client.address().getAddress().getHostAddress())
                .orElse("");
    }
}

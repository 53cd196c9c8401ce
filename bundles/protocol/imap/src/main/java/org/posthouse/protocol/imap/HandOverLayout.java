package org.posthouse.protocol.imap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.ModSeq;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Keywords;
import org.posthouse.protocol.imap.session.Recent;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.View;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

/** A conversation as values, so that another version goes on with it. A new meaning of a value is a new layout. */
final class HandOverLayout {
    private static final int LAYOUT = 2;

    private HandOverLayout() {}

    static HandOver write(ImapConversation conversation) {
        Session session = conversation.session();
        Execution execution = conversation.execution();
        Map<String, Object> values = new HashMap<>();
        values.put("mode", conversation.mode().name());
        values.put("text", conversation.text().pieces());
        values.put("bad", conversation.badCommands());
        values.put("failedLogins", session.failedLogins());
        if (session.compressed()) {
            values.put("compressed", true);
        }
        if (session.loggedIn()) {
            values.put("account", session.account().value());
            values.put("user", session.user());
        }
        session.mailbox().ifPresent(mailbox -> values.put("mailbox", mailbox(mailbox)));
        values.put("stage", execution.stage().name());
        values.put("verdict", execution.completion().verdict().name());
        values.put("code", execution.completion().code());
        values.put("words", execution.completion().text());
        values.put("expunge", execution.expungeAllowed());
        values.put("progress", execution.progress());
        return new HandOver(LAYOUT, values);
    }

    private static Map<String, Object> mailbox(Selected mailbox) {
        return Map.of(
                "id", mailbox.mailboxId(),
                "readOnly", mailbox.readOnly(),
                "uids", mailbox.view().uids().toString(),
                "recent", mailbox.recent().uids().toString(),
                "keywords", mailbox.keywords().known(),
                "seen", mailbox.seen().value(),
                "untold", mailbox.untold().toString(),
                "shrunk", mailbox.shrunk(),
                "grown", mailbox.grown());
    }

    /** Empty if it was written by a version whose layout is not known. */
    static Optional<Conversation> read(Client client, Services services, HandOver state) {
        if (state.layout() != LAYOUT) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(client, services, new Values(state.values())));
        } catch (ImapSyntaxException | ClassCastException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Conversation read(Client client, Services services, Values values) throws ImapSyntaxException {
        ImapConversation conversation = new ImapConversation(client, services);
        Optional<Selected> mailbox = Optional.empty();
        if (values.has("mailbox")) {
            mailbox = Optional.of(selected(values.map("mailbox")));
        }
        conversation
                .session()
                .restore(
                        values.has("account") ? Optional.of(new AccountId(values.text("account"))) : Optional.empty(),
                        values.has("user") ? values.text("user") : "",
                        mailbox,
                        values.number("failedLogins").intValue());
        conversation.session().compressed(values.has("compressed"));
        CommandText text = CommandText.of(values.octets("text"));
        conversation.restore(
                ImapConversation.Mode.valueOf(values.text("mode")),
                text,
                values.number("bad").intValue());
        conversation
                .execution()
                .restore(
                        text,
                        Execution.Stage.valueOf(values.text("stage")),
                        new Completion(
                                Completion.Verdict.valueOf(values.text("verdict")),
                                values.text("code"),
                                values.text("words")),
                        values.flag("expunge"),
                        values.map("progress").all());
        return conversation;
    }

    private static Selected selected(Values values) throws ImapSyntaxException {
        Selected selected = new Selected(
                values.text("id"),
                values.flag("readOnly"),
                new Selected.Told(
                        new View(NumberSet.parse(values.text("uids"))),
                        new Recent(NumberSet.parse(values.text("recent"))),
                        new Keywords(values.texts("keywords"))),
                new ModSeq(values.number("seen").longValue()));
        selected.owe(NumberSet.parse(values.text("untold")), values.flag("shrunk"), values.flag("grown"));
        return selected;
    }

    /** Values by name; a wrong or missing one is an IllegalArgumentException or ClassCastException. */
    private record Values(Map<String, Object> all) {
        boolean has(String name) {
            return all.containsKey(name);
        }

        private Object value(String name) {
            Object value = all.get(name);
            if (value == null) {
                throw new IllegalArgumentException("nothing was handed over as " + name);
            }
            return value;
        }

        String text(String name) {
            return (String) value(name);
        }

        boolean flag(String name) {
            return (Boolean) value(name);
        }

        Number number(String name) {
            return (Number) value(name);
        }

        @SuppressWarnings("unchecked") // written so by every version of this layout
        Values map(String name) {
            return new Values((Map<String, Object>) value(name));
        }

        @SuppressWarnings("unchecked") // written so by every version of this layout
        List<String> texts(String name) {
            return (List<String>) value(name);
        }

        @SuppressWarnings("unchecked") // written so by every version of this layout
        List<byte[]> octets(String name) {
            return (List<byte[]>) value(name);
        }
    }
}

package org.posthouse.core.queue;

import org.posthouse.api.mail.Address;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** Whether a mail is one of those that are meant. */
record Selected(Selection selection) {
    boolean fits(QueuedMail mail) {
        return (selection.ids().isEmpty() || selection.ids().contains(mail.id()))
                && selection.domain().stream().allMatch(domain -> leadsTo(mail, domain))
                && selection.sender().stream()
                        .allMatch(sender -> mail.sender().filter(sender::equals).isPresent())
                && (!selection.nullSender() || mail.sender().isEmpty())
                && selection.state().stream().allMatch(state -> state == mail.state());
    }

    private static boolean leadsTo(QueuedMail mail, String domain) {
        String canonical = Address.canonical(domain);
        return mail.recipients().stream()
                .anyMatch(step -> step.address().domain().equals(canonical));
    }
}

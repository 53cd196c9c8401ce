package org.posthouse.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.core.config.etc.Author;
import org.posthouse.core.config.etc.EtcStore;

/** All settings, as one person changes them. */
record AuthoredConfigurations(HouseConfigurations house, EtcStore store, Author author) implements Configurations {
    @Override
    public Configurations by(String door, String who) {
        return house.by(door, who);
    }

    @Override
    public void set(String pid, Map<String, List<String>> values) throws MailException {
        store.<MailException>as(author, () -> house.set(pid, values));
    }

    @Override
    public void reset(String pid) throws MailException {
        store.<MailException>as(author, () -> house.reset(pid));
    }

    @Override
    public void undo(long change) throws MailException {
        store.<MailException>as(author, () -> house.undo(change));
    }

    @Override
    public List<String> pids() {
        return house.pids();
    }

    @Override
    public List<String> factories() {
        return house.factories();
    }

    @Override
    public Map<String, String> complaints(String pid, Map<String, List<String>> values) {
        return house.complaints(pid, values);
    }

    @Override
    public Optional<Described> show(String pid) {
        return house.show(pid);
    }

    @Override
    public List<String> troubles() {
        return house.troubles();
    }

    @Override
    public List<Change> history(Optional<String> pid) {
        return house.history(pid);
    }

    @Override
    public List<String> lostChanges() {
        return house.lostChanges();
    }
}

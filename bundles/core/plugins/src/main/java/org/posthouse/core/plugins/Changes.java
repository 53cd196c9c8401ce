package org.posthouse.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.PlugInRefusedException;
import org.posthouse.api.plugin.Reason;
import org.posthouse.core.plugins.change.Keeper;
import org.posthouse.core.plugins.change.Records;
import org.posthouse.core.plugins.change.Rules;
import org.posthouse.core.plugins.folder.FolderEdit;
import org.posthouse.core.plugins.folder.PlugInFolder;
import org.posthouse.core.plugins.folder.PlugInJar;
import org.posthouse.core.plugins.folder.RefusedException;
import org.posthouse.core.plugins.folder.Shelf;
import org.posthouse.core.plugins.resolve.Lack;
import org.posthouse.core.plugins.seat.SeatBook;

/** What an administrator may do with plug-ins. The folder stays the truth: each is a change of files, taken back if it fails. */
final class Changes {
    private final PlugInFolder folder;
    private final Keeper keeper;
    private final Shelf shelf;
    private final Records records;
    private final Rules rules;
    private final SeatBook book;
    private final Map<String, TakenBack> takenBack = new ConcurrentHashMap<>();

    Changes(PlugInFolder folder, Keeper keeper, Shelf shelf, Records records, Rules rules, SeatBook book) {
        this.folder = folder;
        this.keeper = keeper;
        this.shelf = shelf;
        this.records = records;
        this.rules = rules;
        this.book = book;
    }

    /** Returns its name. */
    String install(Path jar) throws MailException, IOException {
        return install(jar, take(jar));
    }

    /** Of this plug-in only. Returns its name. */
    String update(String name, Path jar) throws MailException, IOException {
        PlugInJar taken = take(jar);
        if (!taken.name().equals(name)) {
            throw refused(jar.getFileName() + " holds " + taken.name() + ", which cannot replace " + name);
        }
        return install(jar, taken);
    }

    private String install(Path jar, PlugInJar taken) throws MailException, IOException {
        String name = taken.name();
        Optional<Version> higher = inCharge(name).filter(each -> each.compareTo(taken.version()) > 0);
        if (higher.isPresent()) {
            throw refused("the higher version " + higher.get() + " of " + name + " runs; remove it first, or use undo");
        }
        putInCharge(target(jar, taken), taken);
        return name;
    }

    void undo(String name) throws MailException, IOException {
        String now = inChargeNow(name);
        for (String id : records.former(name)) {
            Optional<PlugInJar> former = shelf.find(name, id);
            if (id.equals(Records.DISTRIBUTION) && !rules.distributed(name).isEmpty() && !id.equals(now)) {
                remove(name);
                return;
            }
            if (former.isPresent() && !id.equals(now)) {
                goBack(former.get());
                return;
            }
        }
        throw refused("there is no version of " + name + " before this one");
    }

    /** Files of this name go, so that the distribution's version is in charge, or none. */
    void remove(String name) throws MailException, IOException {
        List<Path> files = keeper.files(name);
        if (files.isEmpty()) {
            throw refused(
                    rules.distributed(name).isEmpty()
                            ? "there is no plug-in " + name + " in plugins/"
                            : name + " belongs to the distribution; it can be stopped, not removed");
        }
        carryOut(name, edit -> {
            files.forEach(edit::delete);
            keeper.reconcile(folder.look());
            if (keeper.running(name).isPresent()) {
                throw refusal(name);
            }
        });
    }

    void start(String name) throws MailException, IOException {
        book.turn(name, true);
        try {
            keeper.start(name);
        } catch (RefusedException e) {
            List<Reason> reasons = Lack.reasons(name, name, e.why().lacks());
            throw new PlugInRefusedException(name + " " + e.getMessage(), reasons);
        }
        keeper.reconcile(folder.look());
    }

    void stop(String name) throws MailException, IOException {
        if (keeper.files(name).isEmpty() && keeper.running(name).isEmpty() && !rules.isPlugIn(name)) {
            throw refused(name + " is part of the core and cannot be stopped by itself");
        }
        Optional<String> refusal = rules.stopRefusal(name);
        if (refusal.isPresent()) {
            throw refused(name + " " + refusal.get());
        }
        book.turn(name, false);
        keeper.stopThoseOff();
        keeper.reconcile(folder.look());
    }

    static MailException refused(String why) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 5), why);
    }

    private void goBack(PlugInJar former) throws MailException, IOException {
        String name = former.name();
        Optional<Version> distributed = rules.distributed(name).stream()
                .map(Bundle::getVersion)
                .filter(each -> each.compareTo(former.version()) > 0)
                .findFirst();
        if (distributed.isPresent()) {
            throw refused("the version before, " + former.version() + ", is lower than that of the distribution, "
                    + distributed.get());
        }
        Path target = keeper.running(name)
                .map(each -> each.file())
                .orElse(folder.path().resolve(name + "-" + former.version() + ".jar"));
        putInCharge(target, former);
    }

    /** In this file, and all others of its name go. */
    private void putInCharge(Path target, PlugInJar wanted) throws MailException, IOException {
        String name = wanted.name();
        try {
            carryOut(name, edit -> {
                edit.put(target, wanted.copy());
                keeper.files(name).stream().filter(each -> !each.equals(target)).forEach(edit::delete);
                book.turn(name, true);
                keeper.reconcile(folder.look());
                if (!inChargeNow(name).equals(wanted.id())) {
                    throw refusal(name);
                }
            });
        } catch (PlugInRefusedException e) {
            if (inCharge(name).isPresent()) {
                takenBack.put(name, new TakenBack(inChargeNow(name), e.reasons()));
            }
            throw e;
        }
    }

    /** All of it, or nothing: what was there before is there again, and runs, whatever it fails of. */
    private void carryOut(String name, Edit work) throws MailException, IOException {
        boolean off = book.off(name);
        boolean done = false;
        try {
            try (FolderEdit edit = new FolderEdit(folder)) {
                work.on(edit);
                edit.keep();
                done = true;
            }
        } finally {
            if (!done) {
                book.turn(name, !off);
                keeper.stopThoseOff();
                keeper.reconcile(folder.look());
            }
        }
    }

    /** Why the last change failed, as long as what ran before it goes on. */
    List<Reason> takenBack(String name) {
        return Optional.ofNullable(takenBack.get(name))
                .filter(each -> each.goesOn().equals(inChargeNow(name)))
                .map(TakenBack::reasons)
                .orElse(List.of());
    }

    private String inChargeNow(String name) {
        return keeper.running(name).map(each -> each.jar().id()).orElse(Records.DISTRIBUTION);
    }

    private PlugInJar take(Path jar) throws MailException {
        try {
            PlugInJar taken = shelf.take(jar);
            Optional<String> refusal = rules.refusal(taken.name());
            if (refusal.isPresent()) {
                throw refused(taken.name() + " " + refusal.get());
            }
            return taken;
        } catch (RefusedException e) {
            throw refused(jar.getFileName() + " " + e.getMessage());
        } catch (IOException e) {
            throw refused(jar.getFileName() + " is broken or incomplete: " + e.getMessage());
        }
    }

    /** Its own file name, unless that is taken by another plug-in or would not be looked at. */
    private Path target(Path jar, PlugInJar taken) {
        Path own = folder.path().resolve(jar.getFileName());
        String text = own.getFileName().toString();
        boolean usable = text.endsWith(".jar")
                && !text.startsWith(".")
                && (!Files.exists(own) || keeper.files(taken.name()).contains(own));
        return usable ? own : folder.path().resolve(taken.name() + "-" + taken.version() + ".jar");
    }

    private Optional<Version> inCharge(String name) {
        return keeper.running(name).map(each -> each.jar().version()).or(() -> rules.distributed(name).stream()
                .map(Bundle::getVersion)
                .findFirst());
    }

    private PlugInRefusedException refusal(String name) {
        List<Reason> found = keeper.reasons(name);
        List<Reason> reasons = found.isEmpty() ? List.of(Reason.of(Reason.Kind.OTHER, name, "it does not run")) : found;
        return new PlugInRefusedException(
                name + ": " + reasons.stream().map(Reason::line).collect(Collectors.joining("; ")), reasons);
    }

    @FunctionalInterface
    private interface Edit {
        void on(FolderEdit edit) throws IOException, MailException;
    }

    /** Whose content goes on, and why no other took its place. */
    private record TakenBack(String goesOn, List<Reason> why) {
        /** The last of them says what has become of it. */
        List<Reason> reasons() {
            List<Reason> all = new ArrayList<>(why);
            Reason last = all.remove(all.size() - 1);
            String end = last.sentence() + "; that was taken back, and the version before goes on";
            all.add(new Reason(last.kind(), last.asks(), last.needs(), last.wanted(), last.near(), end, last.remedy()));
            return all;
        }
    }
}

package org.posthouse.console.filters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.PlugInRefusedException;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.api.plugin.Reason;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Puts an uploaded jar to work, or says why not. */
final class Upload {
    private static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.jar";

    private final House house;
    private final Kept<Refused> refused;

    Upload(House house, Kept<Refused> refused) {
        this.house = house;
        this.refused = refused;
    }

    /** On a plug-in's own page the jar must be of that plug-in. */
    Said take(Visit visit) throws MailException {
        String name = visit.parameter("file").replaceAll(".*[/\\\\]", "");
        if (!name.matches(FORM)) {
            return Said.notDone("Not done: a plug-in is a file whose name ends with .jar, of letters, digits, dots and"
                    + " dashes.");
        }
        try {
            Path folder = Files.createTempDirectory("posthouse-console");
            Path jar = folder.resolve(name);
            try (InputStream body = visit.body()) {
                Files.copy(body, jar);
                return put(visit, jar);
            } finally {
                Files.deleteIfExists(jar);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw MailException.notNow("the jar cannot be kept while it is looked at: " + e.getMessage(), e);
        }
    }

    private Said put(Visit visit, Path jar) throws MailException {
        try {
            PlugIn now = visit.below().isEmpty()
                    ? house.plugIns().install(jar)
                    : house.plugIns().update(visit.below(), jar);
            String word = Words.plugIn(now.name()) + " " + now.version();
            return now.state().equals("active")
                    ? Said.done(word + " is in charge.").then(visit.below().isEmpty() ? "?" : now.name())
                    : Said.done(word + " is installed and does not run yet: see what is missing.")
                            .then(now.name());
        } catch (PlugInRefusedException e) {
            List<Reason> reasons = e.reasons();
            String id = refused.keep(new Refused(jar.getFileName().toString(), reasons));
            String why = reasons.size() == 1
                    ? reasons.get(0).sentence() + "."
                    : "there are " + reasons.size() + " reasons, shown below.";
            return Said.notDone("Not done: " + why).then(visit.below() + Links.here(Refused.PARAMETER, id));
        }
    }
}

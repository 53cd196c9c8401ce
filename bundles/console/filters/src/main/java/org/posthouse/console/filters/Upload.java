package org.posthouse.console.filters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    Said take(Visit visit) {
        String name = visit.parameter("file");
        Optional<Path> jar = visit.upload();
        if (!name.matches(FORM) || jar.isEmpty()) {
            return Said.notDone("Not done: a plug-in is a file whose name ends with .jar, of letters, digits, dots and"
                    + " dashes.");
        }
        String below = visit.below();
        return Said.by(() -> put(below, jar.get()));
    }

    private Said put(String below, Path jar) throws MailException {
        try {
            PlugIn now = below.isEmpty()
                    ? house.plugIns().install(jar)
                    : house.plugIns().update(below, jar);
            String word = Words.plugIn(now.name()) + " " + now.version();
            return now.state().equals("active")
                    ? Said.done(word + " is in charge.").then(below.isEmpty() ? "?" : now.name())
                    : Said.done(word + " is installed and does not run yet: see what is missing.")
                            .then(now.name());
        } catch (PlugInRefusedException e) {
            List<Reason> reasons = e.reasons();
            String id = refused.keep(new Refused(jar.getFileName().toString(), reasons));
            String why = reasons.size() == 1
                    ? reasons.get(0).sentence() + "."
                    : "there are " + reasons.size() + " reasons, shown below.";
            return Said.notDone("Not done: " + why).then(below + Links.here(Refused.PARAMETER, id));
        }
    }
}

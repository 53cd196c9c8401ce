package org.posthouse.lib.search;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.mime.BodyPart;
import org.posthouse.lib.mime.DecodedBody;
import org.posthouse.lib.mime.Texts;

/** Looks for text in the bodies that are text, decoded and in their character sets, and in the headers of embedded messages; in small pieces. */
final class BodyText {
    private final Searched message;
    private final Needle needle;

    BodyText(Searched message, Needle needle) {
        this.message = message;
        this.needle = needle;
    }

    /** In the body of the whole message. */
    boolean found() throws MailException {
        return in(message.structure().root());
    }

    private boolean in(BodyPart part) throws MailException {
        if (needle.isEmpty()) {
            return true;
        }
        if (part.embedded().isPresent()
                && FieldText.inHeader(message, part.embedded().get(), needle)) {
            return true;
        }
        for (BodyPart child : part.parts()) {
            if (in(child)) {
                return true;
            }
        }
        return part.parts().isEmpty() && part.text() && inText(part);
    }

    private boolean inText(BodyPart part) throws MailException {
        try (Reader reader = new InputStreamReader(DecodedBody.open(message.content(), part), charset(part))) {
            return needle.in(reader);
        } catch (IOException e) {
            throw MailException.notNow("The message cannot be read now", e);
        }
    }

    private static Charset charset(BodyPart part) {
        String name = part.parameters().stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase("charset"))
                .map(parameter -> parameter.value())
                .findFirst()
                .orElse("");
        return Texts.charset(name);
    }
}

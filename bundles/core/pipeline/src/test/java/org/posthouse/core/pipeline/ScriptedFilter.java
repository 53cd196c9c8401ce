package org.posthouse.core.pipeline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthouse.api.mail.Recipient;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;

/** Says what it was told to say, and remembers when it was asked. */
final class ScriptedFilter implements Filter {
    /** What is said at a stage. */
    interface Line {
        Judgement say(Mail mail) throws Exception;
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Conclusion> conclusions = new CopyOnWriteArrayList<>();
    private final Map<Stage, Line> lines = new EnumMap<>(Stage.class);

    ScriptedFilter at(Stage stage, Line line) {
        lines.put(stage, line);
        return this;
    }

    ScriptedFilter at(Stage stage, Judgement judgement) {
        return at(stage, mail -> judgement);
    }

    private Judgement say(Stage stage, Mail mail, String detail) throws Exception {
        asked.add(stage.method() + detail);
        Line line = lines.get(stage);
        return line == null ? Judgement.none() : line.say(mail);
    }

    @Override
    public Judgement connect(Mail mail) throws Exception {
        return say(Stage.CONNECT, mail, "");
    }

    @Override
    public Judgement helo(Mail mail) throws Exception {
        return say(Stage.HELO, mail, "");
    }

    @Override
    public Judgement reversePath(Mail mail) throws Exception {
        return say(Stage.REVERSE_PATH, mail, "");
    }

    @Override
    public Judgement recipient(Mail mail, Recipient recipient) throws Exception {
        return say(Stage.RECIPIENT, mail, " " + recipient.address().localPart());
    }

    @Override
    public Judgement message(Mail mail) throws Exception {
        return say(Stage.MESSAGE, mail, "");
    }

    @Override
    public void concluded(Mail mail, Conclusion conclusion) {
        conclusions.add(conclusion);
    }
}

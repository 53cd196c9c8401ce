package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

final class QueueActionsTest {
    private final List<String> asked = new ArrayList<>();
    /** Those that the queue still has. */
    private List<String> there = List.of("id1", "id2");

    private int run(Screen screen, String... words) throws Exception {
        return new Commands(new Queue(), QueueActions.all()).run(List.of(words), screen);
    }

    @Test
    void everyActionIsDoneWithWhatWasChosen() throws Exception {
        for (String verb : List.of("retry", "hold", "release", "requeue", "bounce", "delete")) {
            assertThat(run(new Screen(), "queue", verb, "id1")).isZero();
        }
        assertThat(asked)
                .containsExactly(
                        "RETRY [id1]", "HOLD [id1]", "RELEASE [id1]", "REQUEUE [id1]", "BOUNCE [id1]", "DELETE [id1]");
    }

    @Test
    void deletingAllIsAskedForAtATerminal() throws Exception {
        Screen no = new Screen("no\n");
        assertThat(run(no, "queue", "delete", "--all")).isEqualTo(Commands.REFUSED);
        assertThat(no.err()).contains("2 mails will be deleted");
        assertThat(asked).isEmpty();
        assertThat(run(new Screen("yes\n"), "queue", "bounce", "--all")).isZero();
        assertThat(asked).containsExactly("BOUNCE []");
    }

    @Test
    void oneMailIsDeletedUnaskedAndSeveralAreNot() throws Exception {
        assertThat(run(new Screen("no\n"), "queue", "delete", "id1")).isZero();
        Screen some = new Screen("no\n");
        assertThat(run(some, "queue", "delete", "id1", "id2")).isEqualTo(Commands.REFUSED);
        assertThat(some.err()).contains("2 mails will be deleted");
        assertThat(run(new Screen("no\n"), "queue", "bounce", "id1", "id2", "--yes"))
                .isZero();
        assertThat(run(new Screen("no\n"), "queue", "hold", "--all")).isZero();
        assertThat(asked).containsExactly("DELETE [id1]", "BOUNCE [id1, id2]", "HOLD []");
    }

    @Test
    void withoutATerminalNothingAsks() throws Exception {
        Screen script = new Screen();
        assertThat(run(script, "queue", "delete", "--all")).isZero();
        assertThat(script.out()).isEqualTo("2 mails deleted\n");
        assertThat(run(script, "queue", "hold", "--state", "deferred")).isZero();
        assertThat(run(script, "queue", "retry")).isEqualTo(Commands.WRONG_USAGE);
    }

    @Test
    void aPartIsStatusFourAndNothingIsRefused() throws Exception {
        there = List.of("id1");
        Screen part = new Screen();
        assertThat(run(part, "queue", "retry", "id1", "gone")).isEqualTo(Commands.PROBLEMS);
        assertThat(part.out()).isEqualTo("1 mail tried now\n");
        assertThat(part.err()).contains("gone is not in the queue");
        there = List.of();
        Screen none = new Screen();
        assertThat(run(none, "queue", "retry", "gone")).isEqualTo(Commands.REFUSED);
        assertThat(none.err()).contains("posthouse trace gone");
    }

    @Test
    void whyNothingWasDoneIsToldForEach() throws Exception {
        there = List.of();
        Screen held = new Screen();
        assertThat(run(held, "queue", "retry", "held1")).isEqualTo(Commands.REFUSED);
        assertThat(held.err()).isEqualTo("posthouse: held1 is held: release it first\n");
        Screen free = new Screen();
        assertThat(run(free, "queue", "release", "id1", "gone")).isEqualTo(Commands.REFUSED);
        assertThat(free.err())
                .startsWith("posthouse: gone is not in the queue")
                .endsWith("posthouse: id1 is not held\n");
    }

    @Test
    void jsonNamesTheMails() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "queue", "hold", "--all", "--json")).isZero();
        assertThat(screen.out()).contains("\"ids\" : [ \"id1\", \"id2\" ]", "\"missed\" : [ ]");
    }

    /** Services that are a queue of two mails and nothing else. */
    private final class Queue implements Services {
        @Override
        public <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException {
            return question.of(type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {MailQueue.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("list")) {
                            return List.of(mail("id1"), mail("id2"));
                        }
                        if (method.getName().equals("find")) {
                            return found(arguments[0].toString());
                        }
                        Selection selection = (Selection) arguments[1];
                        asked.add((QueueAction) arguments[0] + " " + new java.util.TreeSet<>(selection.ids()));
                        return there.stream()
                                .filter(id -> selection.ids().isEmpty()
                                        || selection.ids().contains(id))
                                .toList();
                    })));
        }

        private Optional<QueuedMail> found(String id) {
            return id.equals("gone") ? Optional.empty() : Optional.of(mail(id));
        }

        private QueuedMail mail(String id) {
            QueuedMail.State state = id.startsWith("held") ? QueuedMail.State.HELD : QueuedMail.State.DEFERRED;
            return (QueuedMail) Proxy.newProxyInstance(
                    QueuedMail.class.getClassLoader(),
                    new Class<?>[] {QueuedMail.class},
                    (proxy, method, arguments) -> method.getName().equals("id") ? id : state);
        }

        @Override
        public boolean toCome() {
            return false;
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.empty();
        }
    }
}

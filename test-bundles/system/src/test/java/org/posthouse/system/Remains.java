package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What versions that were replaced might leave in a server's memory: threads, beans, connections. Classes are watched by {@link Swaps}. */
final class Remains {
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.*?)\" #");
    private static final Pattern INSTANCES = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    /** Of those whom nobody replaces; these pools grow as they like. */
    private static final Pattern OTHERS = Pattern.compile("(logback|qtp|EventAdmin|SCR|RMI|JMX|C#|Attach).*");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Server server;
    private final Set<ObjectName> beans;
    private final Map<String, Integer> most = new TreeMap<>();

    /** What there is now belongs there. */
    Remains(Server server) throws Exception {
        this.server = server;
        this.beans = beans();
        look();
    }

    /** Threads that there are now belong there too. */
    void look() throws Exception {
        threads().forEach((name, count) -> most.merge(name, count, Math::max));
    }

    /** By name, without its numbers. */
    private Map<String, Integer> threads() throws Exception {
        Map<String, Integer> threads = new TreeMap<>();
        Matcher each = THREAD.matcher(jcmd("Thread.print"));
        while (each.find()) {
            threads.merge(each.group(1).replaceAll("\\d+", "#"), 1, Integer::sum);
        }
        threads.keySet().removeIf(name -> OTHERS.matcher(name).matches());
        return threads;
    }

    /** A pool may have grown by one since it was looked at; what each of several versions leaves behind is more. */
    void awaitNoMoreThreads() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(threads())
                .allSatisfy((name, count) ->
                        assertThat(count).as(name).isLessThanOrEqualTo(most.getOrDefault(name, 0) + 1)));
    }

    /** When its clients have gone. */
    void awaitNoConnections() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, Integer> instances = instances();
            assertThat(instances)
                    .doesNotContainKeys(
                            "org.posthouse.core.net.Connection",
                            "org.posthouse.core.net.Talk",
                            "org.posthouse.core.net.SocketHandler");
            // One for each protocol that is spoken: the one that takes connections.
            assertThat(instances.getOrDefault("org.posthouse.core.net.Tenure", 0))
                    .isLessThanOrEqualTo(5);
        });
    }

    /** After a full collection, by class. */
    private Map<String, Integer> instances() throws Exception {
        Map<String, Integer> instances = new TreeMap<>();
        for (String line : jcmd("GC.class_histogram").lines().toList()) {
            Matcher each = INSTANCES.matcher(line);
            if (each.matches()) {
                instances.merge(each.group(2), Integer.parseInt(each.group(1)), Integer::sum);
            }
        }
        return instances;
    }

    void noMoreBeans() throws Exception {
        assertThat(beans()).isSubsetOf(beans);
    }

    private Set<ObjectName> beans() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            return connector.getMBeanServerConnection().queryNames(null, null);
        } finally {
            machine.detach();
        }
    }

    private String jcmd(String command) throws Exception {
        return Run.of(List.of("jcmd", Long.toString(server.pid()), command), "").out();
    }
}

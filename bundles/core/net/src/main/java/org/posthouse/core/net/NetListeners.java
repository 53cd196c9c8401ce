package org.posthouse.core.net;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.trace.Trace;

/** The network as a service; tells by a marker service when every door accepts that should. */
@Component(
        name = "org.posthouse.core.net",
        immediate = true,
        service = {Listeners.class, NetListeners.class})
@Designate(ocd = NetConfiguration.class)
public final class NetListeners implements Listeners {
    private final BundleContext framework;
    private final Configured configured;
    private final Net net;
    private final SynchronousBundleListener ending;
    private final Marker ready;
    private final Marker failed;

    @Activate
    public NetListeners(
            BundleContext framework,
            NetConfiguration configuration,
            @Reference Seats seats,
            @Reference PlugIns plugIns,
            @Reference Certificates certificates)
            throws IOException {
        this.framework = framework;
        this.ready = new Marker(framework, "posthouse.ready", "posthouse.addresses");
        this.failed = new Marker(framework, "posthouse.failed", "posthouse.failures");
        this.configured = new Configured(this::listeners, System::nanoTime);
        this.net = new Net(
                NetSettings.of(configuration),
                Path.of(property("posthouse.home", "."), "cache", "content"),
                Shelf.of(framework),
                seats,
                plugIns::settled,
                certificates,
                this::mark);
        this.ending = event -> {
            if (event.getType() == BundleEvent.STOPPING
                    && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
                drain();
            }
        };
        framework.addBundleListener(ending);
        net.start();
    }

    /** The trace may come and go. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setTrace(Trace present) {
        net.rejections().trace().come(present);
    }

    void unsetTrace(Trace past) {
        net.rejections().trace().go(past);
    }

    /** The logs may come and go. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setLogs(ServiceLogs present) {
        net.logs().come(present);
    }

    void unsetLogs(ServiceLogs past) {
        net.logs().go(past);
    }

    /** The server goes down: while everything is still there, so that mails under way are taken in. */
    private void drain() {
        try {
            net.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        framework.removeBundleListener(ending);
        net.stop();
        Net.awaitLastThread();
        ready.hide();
        failed.hide();
    }

    @Modified
    void change(NetConfiguration configuration) {
        net.change(NetSettings.of(configuration));
    }

    /** Fails if the configuration makes no sense. */
    Door listen(String pid, ListenerConfiguration configuration) {
        try {
            return net.listen(DoorSettings.of(configuration, house()));
        } finally {
            configured.tried(pid);
        }
    }

    /** Fails if the configuration makes no sense: then the former one stays in force. */
    void change(Door door, ListenerConfiguration configuration) {
        net.change(door, DoorSettings.of(configuration, house()));
    }

    private House house() {
        return new House(
                property("posthouse.bind", ""),
                Integer.parseInt(property("posthouse.port.offset", "0")),
                Boolean.parseBoolean(property("posthouse.demo", "false")));
    }

    void leave(Door door, boolean forGood) {
        net.leave(door, forGood);
    }

    @Override
    public List<Service> services() {
        return net.doors().stream().map(Door::service).toList();
    }

    @Override
    public List<Connection> connections() {
        return net.connections().stream()
                .map(its -> new Connection(
                        its.visitor(), its.talk().protocol().name(), its.talk().version(), its.activity()))
                .toList();
    }

    @Override
    public Map<String, Long> peaks(Instant since) {
        return net.peaks(since);
    }

    @Override
    public boolean close(String connectionId) {
        return net.close(connectionId);
    }

    /** Puts the marker up once all is ready, and keeps its addresses right; false until then. Another names doors that fail. */
    private boolean mark() {
        List<String> failures = net.failures();
        if (failures.isEmpty()) {
            failed.hide();
        } else {
            failed.show(failures);
        }
        List<String> addresses = net.addresses();
        if (ready.shown() || (!addresses.isEmpty() && net.ready() && configured.allTried())) {
            ready.show(addresses);
        }
        return ready.shown();
    }

    /** PIDs of all listeners that are configured; none while nobody knows. */
    private List<String> listeners() {
        ServiceReference<Configurations> known = framework.getServiceReference(Configurations.class);
        Configurations configurations = known == null ? null : framework.getService(known);
        if (configurations == null) {
            return List.of();
        }
        try {
            return configurations.pids().stream()
                    .filter(pid -> pid.startsWith(Listener.NAME + "~"))
                    .toList();
        } finally {
            framework.ungetService(known);
        }
    }

    private String property(String name, String otherwise) {
        String value = framework.getProperty(name);
        return value == null || value.isBlank() ? otherwise : value.trim();
    }
}

package org.posthouse.console.web;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.console.web.pages.Pages;
import org.posthouse.lib.page.Links;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps our pages in the menu of Felix's console, in the category Mail, as they come and go. Its links lead to ours directly. */
@Component(
        service = {},
        immediate = true)
public final class FelixMenu {
    private static final Logger LOG = LoggerFactory.getLogger(FelixMenu.class);

    private final BundleContext bundle;
    private final Pages pages;
    private final Map<Entry, ServiceRegistration<Servlet>> shown = new HashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "posthouse-console-menu-1");
        made.setDaemon(true);
        return made;
    });

    @Activate
    public FelixMenu(BundleContext bundle, @Reference Pages pages) {
        this.bundle = bundle;
        this.pages = pages;
        pages.whenChanged(this::later);
        later();
    }

    @Deactivate
    void close() {
        pages.whenChanged(() -> {});
        thread.shutdownNow();
        update(List.of());
    }

    private void later() {
        try {
            thread.execute(() -> update(pages.menu()));
        } catch (RejectedExecutionException e) {
            LOG.debug("a page came or went while the console ends");
        }
    }

    private synchronized void update(List<Entry> menu) {
        boolean ends = thread.isShutdown();
        shown.entrySet().removeIf(each -> {
            boolean gone = ends || !menu.contains(each.getKey());
            if (gone) {
                each.getValue().unregister();
            }
            return gone;
        });
        if (!ends) {
            menu.forEach(each -> shown.computeIfAbsent(each, this::show));
        }
    }

    private ServiceRegistration<Servlet> show(Entry entry) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("felix.webconsole.label", "mail/" + entry.path());
        properties.put("felix.webconsole.title", entry.title());
        properties.put("felix.webconsole.category", "Mail");
        return bundle.registerService(
                Servlet.class, new Signpost(Links.to(entry.path())), FrameworkUtil.asDictionary(properties));
    }

    /** Asked by nobody who follows a link. */
    private static final class Signpost extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final String address;

        Signpost(String address) {
            this.address = address;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendRedirect(address);
        }
    }
}

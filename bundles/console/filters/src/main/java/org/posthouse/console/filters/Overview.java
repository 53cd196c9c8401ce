package org.posthouse.console.filters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Section;
import org.posthouse.spi.console.Visit;

/** The page itself: the order, the filters, the other plug-ins, and a way to bring one in. */
final class Overview {
    /** Roles by what they are called, in the order in which they are shown. */
    private static final Map<String, String> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put("protocol", "Protocols");
        ROLES.put("delivery", "Delivery");
        ROLES.put("store", "Stores");
        ROLES.put("directory", "Directories");
        ROLES.put("list", "Lists");
        ROLES.put("console", "Consoles");
        ROLES.put("plugin", "Others");
        ROLES.put("core", "Core");
    }

    private final House house;
    private final OrderTables order;
    private final PlugInTable table;
    private final Kept<Refused> refused;

    Overview(House house, Kept<Refused> refused) {
        this.house = house;
        this.order = new OrderTables(house);
        this.table = new PlugInTable(house);
        this.refused = refused;
    }

    String write(Visit visit) {
        Html html = Html.part().element("h1", "Filters");
        Optional<Refused> last = refused.find(visit.parameter(Refused.PARAMETER));
        last.ifPresent(each -> Section.write(html, "refused", "Not installed", each::write));
        List<PlugIn> all = house.plugIns().list();
        Section.write(html, "order", "Order in which they judge", inner -> order.write(inner, visit.token()));
        Section.write(html, "filters", "All filters", inner -> table.write(inner, visit.token(), of(all, "filter")));
        Section.write(html, "install", "Install or update a plug-in", inner -> upload(inner, visit.token()));
        ROLES.forEach((role, title) -> {
            List<PlugIn> those = of(all, role);
            if (!those.isEmpty()) {
                Section.write(html, role, title, inner -> table.write(inner, visit.token(), those));
            }
        });
        return html.toString();
    }

    private static List<PlugIn> of(List<PlugIn> all, String role) {
        return all.stream().filter(each -> each.role().equals(role)).toList();
    }

    private static void upload(Html html, String token) {
        html.element("p", "A jar of a plug-in that is here already takes its place while mail flows.");
        Form.upload(html, "jar", token)
                .hidden("action", "install")
                .file("Jar of the plug-in", ".jar")
                .end("Install");
    }
}

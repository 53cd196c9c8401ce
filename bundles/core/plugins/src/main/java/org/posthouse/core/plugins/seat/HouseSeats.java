package org.posthouse.core.plugins.seat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;

/** One for each bundle that uses seats, so that services are tracked in its name and in its class space. */
@Component(service = Seats.class, scope = ServiceScope.BUNDLE)
public final class HouseSeats implements Seats {
    private final BundleContext user;
    private final SeatBook book;
    private final Limits limits;
    private final List<Row<?>> rows = new CopyOnWriteArrayList<>();

    @Activate
    public HouseSeats(ComponentContext component, @Reference SeatBook book) {
        this(component.getUsingBundle().getBundleContext(), book, Limits.DEFAULT);
    }

    /** In the name of this bundle. */
    public HouseSeats(BundleContext user, SeatBook book, Limits limits) {
        this.user = user;
        this.book = book;
        this.limits = limits;
    }

    @Override
    public <S> SeatRow<S> open(Class<S> type, Consumer<Seat<S>> changed) {
        rows.removeIf(Row::closed);
        Row<S> row = new Row<>(type, user, book, limits, changed);
        rows.add(row);
        row.open();
        return row;
    }

    /** Rows that their users forgot. */
    @Deactivate
    public void close() {
        rows.forEach(Row::close);
    }
}

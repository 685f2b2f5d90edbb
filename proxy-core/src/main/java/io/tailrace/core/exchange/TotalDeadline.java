package io.tailrace.core.exchange;

import io.tailrace.core.loop.Timer;
import io.tailrace.core.loop.Timers;
import io.tailrace.core.route.RouteWaits;
import java.lang.System.Logger;

/**
 * The deadline of a whole exchange, where there is one.
 *
 * <p>Thread: core.
 */
final class TotalDeadline implements Timer.Owner {
    private static final Logger LOG = System.getLogger(TotalDeadline.class.getName());

    private final Timers timers;
    private final long ofProcessNs;
    private final Exchange exchange;
    private final Timer timer = new Timer(this);

    TotalDeadline(Exchanges room, Exchange exchange) {
        this.timers = room.timers;
        this.ofProcessNs = room.exchangeNs;
        this.exchange = exchange;
    }

    /** If there is one, for an exchange that its route says this of. */
    void start(RouteWaits waits, long startedNs) {
        long timeNs = RouteWaits.or(waits.exchange(), ofProcessNs);
        if (timeNs > 0) {
            timers.set(timer, startedNs + timeNs);
        }
    }

    void none() {
        if (timer.isSet()) {
            timers.remove(timer);
        }
    }

    @Override
    public void onDeadline(Timer expired) {
        exchange.onTimeout(Fault.EXCHANGE_TIMEOUT);
    }

    @Override
    public void onHandlerFailure() {
        try {
            exchange.onDownstreamFault(Fault.CLIENT_GONE);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "an exchange could not be ended", e);
        }
    }
}

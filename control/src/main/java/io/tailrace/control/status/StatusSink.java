package io.tailrace.control.status;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.PublishedAddress;
import java.util.List;

/**
 * Where statuses go.
 *
 * <p>Thread: status.
 */
interface StatusSink {
    /**
     * Makes these the addresses of the Ingress, if it is still the version of the fact.
     *
     * @param addresses none: what we wrote is taken out
     */
    WriteResult write(IngressFact fact, List<PublishedAddress> addresses);

    /** What was wrong with the last one that failed. */
    String text();
}

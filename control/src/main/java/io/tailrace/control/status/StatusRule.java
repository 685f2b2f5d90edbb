package io.tailrace.control.status;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.PublishedAddress;
import io.tailrace.control.publish.Served;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about the status of an Ingress: a function of what the API server says of it,
 * what every core serves of it, and the addresses to publish.
 *
 * <ol>
 *   <li>It is gone, or no addresses are known: nothing.
 *   <li>It is not ours, and nothing of it is in force: what we wrote is taken out.
 *   <li>It is ours, and the addresses are there: nothing.
 *   <li>This version of it is not what is compiled, or nothing of it is in force: wait.
 *   <li>A service that it names has no endpoints, or something of it is rejected: wait a little, as
 *       what mends it may be on its way by another watch.
 *   <li>Else: the addresses are written.
 * </ol>
 *
 * <p>Thread: any (stateless).
 */
final class StatusRule {
    /** What is to be done. */
    enum Action {
        NOTHING,
        /** Something has to change first. */
        WAIT,
        /** Nothing needs to change, but a little time is given for it. */
        WAIT_A_LITTLE,
        WRITE,
        CLEAR
    }

    private StatusRule() {}

    /**
     * @param fact null: the Ingress is gone
     * @param served in a generation that every core has seen
     * @param rejected something is rejected of the Ingress in that generation
     */
    static Action of(
            @Nullable IngressFact fact,
            Served served,
            boolean rejected,
            List<PublishedAddress> addresses) {
        if (fact == null || addresses.isEmpty()) {
            return Action.NOTHING;
        }
        IngressModel compiled = served.ours(fact.key());
        if (compiled == null) {
            return ofAnothers(fact, served);
        }
        if (isPublished(fact, addresses)) {
            return Action.NOTHING;
        }
        if (!compiled.equals(fact.stated()) || !served.holds(compiled)) {
            return Action.WAIT;
        }
        return rejected || !served.hasEndpoints(fact.key()) ? Action.WAIT_A_LITTLE : Action.WRITE;
    }

    private static Action ofAnothers(IngressFact fact, Served served) {
        if (!fact.publishedByUs()) {
            return Action.NOTHING;
        }
        IngressModel stated = fact.stated();
        return stated == null || served.holds(stated) ? Action.WAIT : Action.CLEAR;
    }

    private static boolean isPublished(IngressFact fact, List<PublishedAddress> addresses) {
        return fact.published().stream().sorted().distinct().toList().equals(addresses);
    }
}

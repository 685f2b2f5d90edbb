package io.tailrace.control.compile;

import io.tailrace.control.model.ObjectKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names of Services of type ExternalName resolve to. Somebody else asks, and says for
 * which Services there is something new.
 *
 * <p>Thread: control.
 */
public interface ExternalAddresses {
    /**
     * What is known of a name.
     *
     * <p>Thread: any (immutable).
     *
     * @param addresses of the last good answer, without those that are refused
     * @param refused one that is, and why; empty: none is
     * @param problem why there is no newer answer; empty: it is new
     */
    record Answer(List<InetAddress> addresses, String refused, String problem) {
        public Answer {
            addresses = List.copyOf(addresses);
        }
    }

    /** Nobody asks. */
    ExternalAddresses NONE =
            new ExternalAddresses() {
                @Override
                public @Nullable Answer of(ObjectKey service, String name) {
                    return null;
                }

                @Override
                public void forget(ObjectKey service) {}

                @Override
                public Set<ObjectKey> takeChanged() {
                    return Set.of();
                }
            };

    /** The answer for the name of a Service, which is asked for from now on; null: not yet. */
    @Nullable Answer of(ObjectKey service, String name);

    /** Nobody asks for the Service any more. */
    void forget(ObjectKey service);

    /** The Services with another answer since the last call. */
    Set<ObjectKey> takeChanged();
}

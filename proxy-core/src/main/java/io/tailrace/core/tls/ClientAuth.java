package io.tailrace.core.tls;

import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host asks of the certificates of its clients, and whom it trusts to have issued them.
 * Equal by content: a client that was judged by it need not be judged by its equal.
 *
 * <p>Thread: any (immutable).
 *
 * @param authorities null: there are none that may be used
 */
public record ClientAuth(ClientCertificates stated, @Nullable Authorities authorities) {

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ClientAuth that
                        && stated.equals(that.stated)
                        && Objects.equals(authorities, that.authorities));
    }

    @Override
    public int hashCode() {
        return 31 * stated.hashCode() + Objects.hashCode(authorities);
    }

    /** Whether nobody may come, since nobody could be judged. */
    public boolean isClosed() {
        return switch (stated.mode()) {
            case ON, OPTIONAL -> authorities == null;
            case OPTIONAL_NO_CA -> false;
            case CLOSED -> true;
        };
    }

    /** Whether a client may show no certificate, once it was asked. */
    public boolean admitsNone() {
        return stated.mode() == Mode.OPTIONAL || stated.mode() == Mode.OPTIONAL_NO_CA;
    }

    /** Whether a client may show a certificate that is not good. */
    public boolean admitsFailed() {
        return stated.mode() == Mode.OPTIONAL_NO_CA;
    }
}

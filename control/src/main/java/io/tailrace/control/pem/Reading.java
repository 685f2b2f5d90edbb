package io.tailrace.control.pem;

import io.tailrace.core.tls.ServerCertificate;
import java.util.List;

/**
 * A certificate that can be served.
 *
 * <p>Thread: any (immutable).
 *
 * @param remarks on what was mended
 */
public record Reading(ServerCertificate certificate, List<Remark> remarks) {

    public Reading {
        remarks = List.copyOf(remarks);
    }
}

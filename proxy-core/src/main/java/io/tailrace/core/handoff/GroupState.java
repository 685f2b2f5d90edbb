package io.tailrace.core.handoff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cores of a group share beside the snapshot.
 *
 * <p>Thread: handoff; each part states its writers and readers.
 *
 * @param board how far each core has come with the generations
 * @param drain tells when all are done
 * @param connections open downstream connections of all cores
 * @param mailboxes of the cores, in order
 * @param tls what TLS connections of clients are made with, null where no listener speaks it
 * @param podTls what TLS connections to pods are made with
 */
public record GroupState(
        GenerationBoard board,
        DrainSignal drain,
        ConnectionCount connections,
        List<Mailbox> mailboxes,
        @Nullable TlsContexts tls,
        PodContexts podTls) {
    public GroupState {
        mailboxes = List.copyOf(mailboxes);
    }
}

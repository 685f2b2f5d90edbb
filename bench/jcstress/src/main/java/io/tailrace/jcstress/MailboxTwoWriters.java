package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.Mailbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two writers at once lose no command and no socket.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "All there.")
@Outcome(expect = FORBIDDEN, desc = "Lost, or twice.")
@State
public class MailboxTwoWriters {
    private static final AcceptedSocket SOCKET = socket();

    private final Mailbox mailbox = new Mailbox(new Doorbell(() -> {}));

    private static AcceptedSocket socket() {
        try {
            return new AcceptedSocket(SocketChannel.open(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Actor
    public void one() {
        mailbox.send(CoreCommand.DRAIN);
        mailbox.pass(SOCKET);
    }

    @Actor
    public void other() {
        mailbox.pass(SOCKET);
        mailbox.send(CoreCommand.STOP);
    }

    @Arbiter
    public void end(II_Result r) {
        while (mailbox.poll() != null) {
            r.r1++;
        }
        while (mailbox.pollSocket() != null) {
            r.r2++;
        }
    }
}

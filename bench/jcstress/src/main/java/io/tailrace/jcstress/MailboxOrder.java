package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.Mailbox;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a writer stored before it sent is there when the command is.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 1"},
        expect = ACCEPTABLE,
        desc = "Stored before sent.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "A command without what belongs to it.")
@State
public class MailboxOrder {
    private final Mailbox mailbox = new Mailbox(new Doorbell(() -> {}));
    private int stored;

    @Actor
    public void writer() {
        stored = 1;
        mailbox.send(CoreCommand.DRAIN);
    }

    @Actor
    public void core(II_Result r) {
        r.r1 = mailbox.poll() == null ? 0 : 1;
        r.r2 = stored;
    }
}

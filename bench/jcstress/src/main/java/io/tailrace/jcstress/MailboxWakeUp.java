package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.Mailbox;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A core that is about to sleep sees the command, or is woken.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = ACCEPTABLE,
        desc = "Seen, woken, or both.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "A lost wake-up: it sleeps on a command.")
@State
public class MailboxWakeUp {
    private final Doorbell doorbell = new Doorbell(this::wake);
    private final Mailbox mailbox = new Mailbox(doorbell);
    private int woken;

    private void wake() {
        woken = 1;
    }

    @Actor
    public void writer() {
        mailbox.send(CoreCommand.DRAIN);
    }

    @Actor
    public void core(II_Result r) {
        doorbell.park();
        r.r1 = mailbox.isEmpty() ? 0 : 1;
    }

    @Arbiter
    public void end(II_Result r) {
        r.r2 = woken;
    }
}

package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.OncePerKey;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two cores that want the context of one certificate get the same one, made once.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "One for both.")
@Outcome(expect = FORBIDDEN, desc = "Two of them.")
@State
public class OneContext {
    private final OncePerKey<String, Integer> contexts = new OncePerKey<>(this::make);
    private int made;

    private int make(String certificate) {
        return ++made;
    }

    @Actor
    public void one(III_Result r) {
        r.r1 = contexts.get("certificate");
    }

    @Actor
    public void other(III_Result r) {
        r.r2 = contexts.get("certificate");
    }

    @Arbiter
    public void end(III_Result r) {
        r.r3 = made;
    }
}

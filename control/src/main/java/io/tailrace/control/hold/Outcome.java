package io.tailrace.control.hold;

/**
 * What became of an order.
 *
 * <p>Thread: any (immutable).
 *
 * @param isDone false: nothing has changed
 * @param text what has been done; or what is wrong and what to do
 */
public record Outcome(boolean isDone, String text) {

    static Outcome done(String text) {
        return new Outcome(true, text);
    }

    /** In the form of all messages of this kind. */
    public static Outcome error(String what, String remedy) {
        return new Outcome(false, what + "; " + remedy);
    }

    /** The same, naming the generation that it led to. */
    public Outcome in(long generation) {
        return new Outcome(isDone, "generation " + generation + ": " + text);
    }
}

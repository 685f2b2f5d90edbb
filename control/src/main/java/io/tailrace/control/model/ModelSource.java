package io.tailrace.control.model;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where the objects of the model come from.
 *
 * <p>Thread: control; {@link #wake}, {@link #state}, {@link #isClosed} and {@link #close} any.
 */
public interface ModelSource extends AutoCloseable {

    /** Begins, and applies what can be read at once. The first call. */
    void load(long nowNs, Model model);

    /**
     * Sleeps until there may be something to {@link #collect}, or for some time.
     *
     * @param nowNs when the caller's turn began
     */
    void await(long nowNs, long timeoutNs) throws InterruptedException;

    /** Ends {@link #await}, or the next one. Any thread. */
    void wake();

    /** Applies what has changed. */
    void collect(long nowNs, Model model);

    /** Enough has been collected for a compile. Before that, what is missing is not gone. */
    boolean isListed();

    /**
     * Tells which Secrets and ConfigMaps objects name, after a compile.
     *
     * @param named gathers them, if anybody wants to know
     */
    void want(Supplier<Set<ObjectKey>> named);

    /** Nothing is on the way that a compile would miss. */
    boolean isComplete();

    /** What was compiled last is in force. */
    void published(long nowNs, Model model);

    /** What cannot be read; the same list as before if nothing is different. */
    List<Rejection> rejections(long nowNs);

    /** How it goes. Any thread. */
    SourceState state();

    boolean isClosed();

    @Override
    void close() throws IOException;
}

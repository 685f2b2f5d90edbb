package io.tailrace.control.state;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the model on disk after it has come into force, now and then: control says what, a thread
 * of its own writes.
 *
 * <p>Thread: control. A list that never changes goes to a thread that is started for it.
 */
public final class Keeper {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    /** Between two writes: each is as long as everything, however little has changed. */
    static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final LastGood file;
    private boolean due;
    private boolean begun;
    private long writtenNs;
    private volatile boolean writing;
    private boolean complained;

    public Keeper(LastGood file) {
        this.file = file;
    }

    /** There is something else in force. */
    public void changed() {
        due = true;
    }

    /** Nanoseconds until {@link #keep} has something to do; {@code Long.MAX_VALUE}: never. */
    public long dueInNs(long nowNs) {
        if (!due) {
            return Long.MAX_VALUE;
        }
        return begun ? Math.max(0, writtenNs + PERIOD_NS - nowNs) : 0;
    }

    /** Writes, if it is time. */
    public void keep(long nowNs, Model model) {
        if (dueInNs(nowNs) > 0) {
            return;
        }
        begun = true;
        writtenNs = nowNs;
        if (writing) {
            return;
        }
        due = false;
        writing = true;
        List<ModelObject> objects = model.objects();
        Thread.ofPlatform().daemon().name("tailrace-state").start(() -> write(objects));
    }

    private void write(List<ModelObject> objects) {
        try {
            file.write(objects);
            complained = false;
        } catch (IOException | RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "the rules cannot be kept on disk: " + e + "; look at --state-dir");
            }
        } finally {
            writing = false;
        }
    }
}

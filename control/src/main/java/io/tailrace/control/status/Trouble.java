package io.tailrace.control.status;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Tells the log when something ceases to work, and when it works again; not in between.
 *
 * <p>Thread: one at a time.
 */
final class Trouble {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private final String what;
    private final String right;
    private WriteResult told = WriteResult.DONE;

    /**
     * @param what is done, as in "the status of Ingresses is not written"
     * @param right which one is needed
     */
    Trouble(String what, String right) {
        this.what = what;
        this.right = right;
    }

    /**
     * It does not work.
     *
     * @param text what the API server says
     */
    void begin(WriteResult result, String text) {
        if (result != told) {
            told = result;
            LOG.log(
                    Level.WARNING,
                    what
                            + ": "
                            + text
                            + (result == WriteResult.FORBIDDEN
                                    ? "; grant the right " + right + " (deploy/manifests/rbac.yaml)"
                                    : "; tried again"));
        }
    }

    /** It works. */
    void end() {
        if (told != WriteResult.DONE) {
            told = WriteResult.DONE;
            LOG.log(Level.INFO, "no longer: " + what);
        }
    }
}

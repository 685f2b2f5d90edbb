package io.tailrace.control.apiserver;

import io.tailrace.control.model.Quoted;

/**
 * Why something failed, in a few words.
 *
 * <p>Thread: any (stateless).
 */
final class Causes {
    private Causes() {}

    /** What the innermost cause says that says anything. */
    static String of(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                reason = message;
            } else if (cause.getCause() == null) {
                reason = cause.getClass().getSimpleName();
            }
        }
        return Quoted.sentence(reason.lines().findFirst().orElse(""));
    }
}

package io.tailrace.core.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The one place where it is decided how an exchange goes on, from how far both flows have come and
 * what went wrong.
 *
 * <p>Thread: any (pure).
 */
final class Settlement {
    private Settlement() {}

    /**
     * What follows from the state of an exchange. Total: every combination has an answer.
     *
     * @param fault what went wrong since the last call, if anything
     * @param responseStarted whether a byte of a final response was handed to the client's side
     * @param mayRetry whether {@link RetryRule} permits another attempt after this fault
     */
    static Verdict of(
            RequestFlow request,
            ResponseFlow response,
            @Nullable Fault fault,
            boolean responseStarted,
            boolean mayRetry) {
        if (fault != null) {
            return afterFault(fault, response, responseStarted, mayRetry);
        }
        return switch (response) {
            case AWAIT, BODY -> Verdict.CONTINUE;
            // A response that ended before its request: the rest of the request belongs to nobody.
            case DONE -> request == RequestFlow.DONE ? Verdict.RECYCLE : Verdict.DRAIN;
            case CUT -> Verdict.ABORT;
        };
    }

    private static Verdict afterFault(
            Fault fault, ResponseFlow response, boolean responseStarted, boolean mayRetry) {
        if (response == ResponseFlow.DONE) {
            // The client has its answer; what fails afterwards ends the connections and nothing
            // else.
            return Verdict.DRAIN;
        }
        if (responseStarted) {
            return Verdict.ABORT;
        }
        if (fault.status() == 0) {
            return Verdict.CLOSE;
        }
        return mayRetry ? Verdict.RETRY : Verdict.REPLY;
    }
}

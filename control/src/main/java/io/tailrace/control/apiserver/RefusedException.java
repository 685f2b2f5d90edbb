package io.tailrace.control.apiserver;

import java.io.IOException;

/**
 * The API server answered, with an error.
 *
 * <p>Thread: any.
 */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int GONE = 410;

    private final int code;

    RefusedException(int code, String reason) {
        super(reason);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What was asked for will not be answered in another way soon. */
    boolean isFinal() {
        return code < 500 && code != UNAUTHORIZED && code != 408 && code != 429;
    }
}

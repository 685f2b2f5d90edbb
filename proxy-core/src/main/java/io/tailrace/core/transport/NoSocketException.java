package io.tailrace.core.transport;

import java.io.IOException;

/** The system has no socket left for us, most likely for want of descriptors. */
public final class NoSocketException extends IOException {
    private static final long serialVersionUID = 1;

    public NoSocketException(IOException cause) {
        super(cause);
    }
}

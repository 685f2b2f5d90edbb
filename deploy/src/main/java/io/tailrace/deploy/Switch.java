package io.tailrace.deploy;

/** Not a boolean, which would be an option without a value. */
enum Switch {
    ON,
    OFF;

    /** {@code on} or {@code off}. */
    static final class Converter extends OneOf<Switch> {
        Converter() {
            super(Switch.class);
        }
    }
}

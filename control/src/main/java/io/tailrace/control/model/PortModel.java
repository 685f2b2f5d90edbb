package io.tailrace.control.model;

/**
 * A TCP port of a Service or of an EndpointSlice. The two meet by name.
 *
 * <p>Thread: any (immutable).
 *
 * @param name empty if not stated
 * @param number 1 to 65535
 * @param appProtocol what is spoken there, as stated; empty if not stated
 */
public record PortModel(String name, int number, String appProtocol) {

    /** It does not say what is spoken there. */
    public PortModel(String name, int number) {
        this(name, number, "");
    }

    /** As messages write it: {@code 80}, or {@code http (80)}. */
    @Override
    public String toString() {
        return name.isEmpty() ? Integer.toString(number) : name + " (" + number + ")";
    }
}

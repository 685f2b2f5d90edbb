package io.tailrace.control.model;

/**
 * Where an Ingress sends requests ({@code IngressBackend}).
 *
 * <p>Thread: any (immutable).
 */
public sealed interface BackendModel {

    /**
     * A port of a Service in the Ingress's namespace.
     *
     * @param port a number in decimal, or a port name
     */
    record ToService(String service, String port) implements BackendModel {}

    /**
     * A backend that names no service port.
     *
     * @param reason what is wrong with it
     * @param remedy what to write instead
     */
    record Unusable(String reason, String remedy) implements BackendModel {}
}

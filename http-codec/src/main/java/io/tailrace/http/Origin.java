package io.tailrace.http;

/**
 * What a pod is told about the downstream connection that a request came on, rendered once per
 * connection.
 *
 * <p>Thread: any (immutable).
 */
public final class Origin {
    private final boolean trusted;
    private final byte[] address;
    private final byte[] fields;
    private final int portEnd;
    private final int protoEnd;

    /**
     * @param clientAddress the peer's address as text, without port or brackets
     * @param listenerPort the port that the peer reached
     * @param tls whether the downstream connection is encrypted
     * @param trusted whether the peer's own forwarded fields count
     */
    public Origin(String clientAddress, int listenerPort, boolean tls, boolean trusted) {
        this.trusted = trusted;
        address = Bytes.ascii(clientAddress);
        String port = "X-Forwarded-Port: " + listenerPort + "\r\n";
        String proto = "X-Forwarded-Proto: " + (tls ? "https" : "http") + "\r\n";
        String realIp = "X-Real-IP: " + clientAddress + "\r\n";
        fields = Bytes.ascii(port + proto + realIp);
        portEnd = port.length();
        protoEnd = portEnd + proto.length();
    }

    boolean trusted() {
        return trusted;
    }

    byte[] address() {
        return address;
    }

    /** The lines X-Forwarded-Port, X-Forwarded-Proto and X-Real-IP, in this order. */
    byte[] fields() {
        return fields;
    }

    /** Where X-Forwarded-Port ends in {@link #fields}. */
    int portEnd() {
        return portEnd;
    }

    /** Where X-Forwarded-Proto ends in {@link #fields}. */
    int protoEnd() {
        return protoEnd;
    }
}

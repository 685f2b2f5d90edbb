package io.tailrace.http;

/**
 * What a pod is told about the downstream connection that a request came on, rendered once per
 * connection.
 *
 * <p>Thread: any (immutable).
 */
public final class Origin {
    private final boolean tls;
    private final boolean trusted;
    private final byte[] fields;
    private final byte[] forwardedElement;
    private final int addressStart;
    private final int forEnd;
    private final int portEnd;
    private final int protoEnd;

    /**
     * @param clientAddress the peer's address as text, without port or brackets
     * @param listenerPort the port that the peer reached
     * @param tls whether the downstream connection is encrypted
     * @param trusted whether the peer's own forwarded fields count
     */
    public Origin(String clientAddress, int listenerPort, boolean tls, boolean trusted) {
        this.tls = tls;
        this.trusted = trusted;
        String name = "X-Forwarded-For: ";
        String forLine = name + clientAddress + "\r\n";
        String port = "X-Forwarded-Port: " + listenerPort + "\r\n";
        String proto = "X-Forwarded-Proto: " + (tls ? "https" : "http") + "\r\n";
        String realIp = "X-Real-IP: " + clientAddress + "\r\n";
        fields = Bytes.ascii(forLine + port + proto + realIp);
        String node =
                clientAddress.indexOf(':') < 0 ? clientAddress : "\"[" + clientAddress + "]\"";
        forwardedElement = Bytes.ascii("for=" + node + ";proto=" + (tls ? "https" : "http"));
        addressStart = name.length();
        forEnd = forLine.length();
        portEnd = forEnd + port.length();
        protoEnd = portEnd + proto.length();
    }

    /**
     * Whether the client itself speaks TLS: to us, or to a trusted peer, which says so for each
     * request.
     */
    public boolean clientSpeaksTls(RequestHead head) {
        return tls || (trusted && head.forwardedProtoIsHttps());
    }

    boolean trusted() {
        return trusted;
    }

    /** The lines X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto, X-Real-IP. */
    byte[] fields() {
        return fields;
    }

    /** The element of a Forwarded field without host: {@code for=192.0.2.7;proto=http}. */
    byte[] forwardedElement() {
        return forwardedElement;
    }

    /** Where the value of X-Forwarded-For starts in {@link #fields}. */
    int addressStart() {
        return addressStart;
    }

    /** Where X-Forwarded-For ends in {@link #fields}. */
    int forEnd() {
        return forEnd;
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

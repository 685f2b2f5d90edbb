package io.tailrace.core.config;

import java.net.InetAddress;

/**
 * A range of IP addresses with a common prefix (RFC 4632, RFC 4291 2.3).
 *
 * <p>Thread: any (immutable).
 */
public final class Cidr {
    private final byte[] network;
    private final int prefixBits;

    private Cidr(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException with the reason, for people
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash), text);
        int most = network.length * 8;
        int bits = slash < 0 ? most : bits(text.substring(slash + 1), text);
        if (bits > most) {
            throw new IllegalArgumentException(text + ": a prefix of 0 to " + most + " bits");
        }
        return new Cidr(network, bits);
    }

    private static byte[] address(String literal, String text) {
        // The JDK also reads 10 as 0.0.0.10.
        boolean whole = literal.indexOf(':') >= 0 || literal.matches("[0-9]+(\\.[0-9]+){3}");
        try {
            if (whole) {
                return InetAddress.ofLiteral(literal).getAddress();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                text + ": not an IP address with a prefix length, as 10.0.0.0/8");
    }

    private static int bits(String digits, String text) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(text + ": no prefix length behind the slash");
        }
        return Integer.parseInt(digits);
    }

    /** Whether the address is in the range; never, for one of the other family. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefixBits;
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}

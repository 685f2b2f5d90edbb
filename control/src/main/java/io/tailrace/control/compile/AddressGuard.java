package io.tailrace.control.compile;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that no pod has: this machine's own, those of its link, those where clouds tell a
 * machine who it is, and those of many. Who writes Services or EndpointSlices would otherwise reach
 * by us what only this machine may reach. An IPv6 address that carries one of IPv4 counts as that
 * too (RFC 4291 2.5.5, RFC 6052 2.1, RFC 8215 with a prefix of 96 bits, RFC 3056 2).
 *
 * <p>Thread: any (stateless).
 */
public final class AddressGuard {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] COMPATIBLE = HEX.parseHex("000000000000000000000000");
    private static final byte[] MAPPED = HEX.parseHex("00000000000000000000ffff");
    private static final byte[] TRANSLATED = HEX.parseHex("0064ff9b0000000000000000");
    private static final byte[] TRANSLATED_HERE = HEX.parseHex("0064ff9b0001");
    private static final byte[] SIX_TO_FOUR = HEX.parseHex("2002");

    /** Where the larger clouds answer machines, as far as that is not on the link. */
    private static final Set<InetAddress> METADATA =
            Set.of(
                    InetAddress.ofLiteral("100.100.100.200"),
                    InetAddress.ofLiteral("168.63.129.16"),
                    InetAddress.ofLiteral("192.0.0.192"),
                    InetAddress.ofLiteral("fd00:ec2::254"),
                    InetAddress.ofLiteral("fd20:ce::254"));

    private AddressGuard() {}

    /** What sort of address it is that no pod has; null: a pod may have it. */
    public static @Nullable String refusal(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "a loopback address";
        }
        if (address.isAnyLocalAddress()) {
            return "the unspecified address";
        }
        if (address.isLinkLocalAddress()) {
            return "a link-local address";
        }
        if (address.isMulticastAddress()) {
            return "a multicast address";
        }
        if (METADATA.contains(address)) {
            return "a metadata address";
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return bytes[0] == 0 ? "an address of this network" : broadcast(bytes);
        }
        InetAddress carried = carried(bytes);
        String refusal = carried == null ? null : refusal(carried);
        return refusal == null ? null : refusal + " of IPv4";
    }

    private static @Nullable String broadcast(byte[] bytes) {
        return Arrays.equals(bytes, new byte[] {-1, -1, -1, -1}) ? "the broadcast address" : null;
    }

    private static @Nullable InetAddress carried(byte[] bytes) {
        if (startsWith(bytes, COMPATIBLE)
                || startsWith(bytes, MAPPED)
                || startsWith(bytes, TRANSLATED)
                || startsWith(bytes, TRANSLATED_HERE)) {
            return v4(bytes, 12);
        }
        return startsWith(bytes, SIX_TO_FOUR) ? v4(bytes, 2) : null;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress v4(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are no address", e);
        }
    }
}

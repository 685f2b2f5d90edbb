package io.tailrace.core.arrival;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * What counts as one client: an IPv4 address, or the /64 of an IPv6 one.
 *
 * <p>Thread: any (immutable).
 */
final class AddressKey {
    private static final int IPV6_PREFIX_BYTES = 8;

    private final byte[] bytes;

    private AddressKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new AddressKey(
                bytes.length > IPV6_PREFIX_BYTES ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}

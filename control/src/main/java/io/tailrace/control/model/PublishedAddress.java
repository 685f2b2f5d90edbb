package io.tailrace.control.model;

import java.util.Comparator;

/**
 * Where an Ingress is reached: an entry of its {@code status.loadBalancer.ingress}.
 *
 * <p>Thread: any (immutable).
 *
 * @param ip empty: it is a host name
 * @param hostname empty: it is an IP address
 */
public record PublishedAddress(String ip, String hostname) implements Comparable<PublishedAddress> {
    private static final Comparator<PublishedAddress> ORDER =
            Comparator.comparing(PublishedAddress::ip).thenComparing(PublishedAddress::hostname);

    public static PublishedAddress ofIp(String ip) {
        return new PublishedAddress(ip, "");
    }

    public static PublishedAddress ofHostname(String hostname) {
        return new PublishedAddress("", hostname);
    }

    @Override
    public int compareTo(PublishedAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return ip.isEmpty() ? hostname : ip;
    }
}

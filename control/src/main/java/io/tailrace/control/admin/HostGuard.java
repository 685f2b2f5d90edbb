package io.tailrace.control.admin;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a {@code Host} value names the server by an address. A page of another origin can make a
 * browser send requests here, but only under that origin's name.
 *
 * <p>Thread: any (stateless).
 */
final class HostGuard {
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]+\\]|[^:]+)(:\\d{1,5})?");

    private HostGuard() {}

    /** True for {@code localhost} and IP literals, with or without a port. */
    static boolean isAddress(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1);
        return name.equalsIgnoreCase("localhost")
                || (name.startsWith("[")
                        ? isLiteral(name.substring(1, name.length() - 1))
                        : isLiteral(name));
    }

    private static boolean isLiteral(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

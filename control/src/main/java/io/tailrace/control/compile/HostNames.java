package io.tailrace.control.compile;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts of rules, brought into the form that request hosts are matched in.
 *
 * <p>Thread: any (stateless).
 */
final class HostNames {
    /** RFC 1123 2.1: letters, digits and inner hyphens; RFC 1035 2.3.4: at most 63 of them. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int MAX_CHARS = 253;
    private static final String CORRECT = "write a DNS name, or *. and a DNS name";

    private HostNames() {}

    /**
     * The host in lower case and without a trailing dot.
     *
     * @param host as the rule states it; empty: the hosts that no rule names
     */
    static String normalise(String host) throws UnfitException {
        if (host.isEmpty()) {
            return host;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        name = name.toLowerCase(Locale.ROOT);
        if (name.equals("*")) {
            throw new UnfitException(
                    "a wildcard covers one label of a name",
                    "leave the host out to mean every host");
        }
        String exact = name.startsWith("*.") ? name.substring(2) : name;
        if (exact.contains("*")) {
            throw new UnfitException("only the first label can be a wildcard", CORRECT);
        }
        if (IPV4.matcher(exact).matches() || exact.contains(":")) {
            throw new UnfitException("the host is an address or has a port", CORRECT);
        }
        if (name.length() > MAX_CHARS) {
            throw new UnfitException("the host is longer than 253 characters", CORRECT);
        }
        for (String label : exact.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new UnfitException("the host is not a DNS name (RFC 1123)", CORRECT);
            }
        }
        return name;
    }

    /** The wildcard that covers a name; of a name with one label, something that is no name. */
    static String wildcardOf(String name) {
        return "*" + name.substring(Math.max(0, name.indexOf('.')));
    }
}

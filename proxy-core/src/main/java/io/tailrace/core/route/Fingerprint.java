package io.tailrace.core.route;

/**
 * A hash of a rule that is equal in every process: what it selects and where it goes, not who
 * states it. The fingerprint of a table is the sum over its rules, so their order does not matter,
 * and a change of some rules is a difference.
 *
 * <p>Thread: any.
 */
final class Fingerprint {
    private static final long START = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /**
     * The sum over rules of one host.
     *
     * @param rules in any order
     */
    static long of(Rule[] rules) {
        if (rules.length == 0) {
            return 0;
        }
        long ofHost = field(START, rules[0].host());
        long sum = 0;
        for (Rule rule : rules) {
            long hash = field(ofHost, rule.path());
            hash = field(hash, rule.type().name());
            hash = field(hash, rule.target().namespace());
            hash = field(hash, rule.target().service());
            hash = field(hash, rule.target().port());
            PodTls tls = rule.target().tls();
            if (tls != null) {
                hash = field(hash, tls.name());
                hash = field(hash, tls.secret());
                hash = field(hash, tls.verified() + " " + tls.depth() + " " + tls.named());
            }
            if (rule.target().byAddress()) {
                hash = field(hash, "by address");
            }
            if (!rule.policy().equals(RoutePolicy.DEFAULT)) {
                hash = field(hash, rule.policy().toString());
            }
            sum += HostHash.mix(hash);
        }
        return sum;
    }

    /** FNV-1a over the characters and an end that no character equals. */
    private static long field(long hash, String value) {
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * PRIME;
        }
        return (hash ^ Character.MAX_VALUE + 1) * PRIME;
    }
}

package io.tailrace.control.hold;

import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.HostPart;
import io.tailrace.core.share.SharedMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToIntBiFunction;

/**
 * A set of rules: parts of hosts, of which here the rules and settings count. All that is asked of
 * two sets costs what is different between them.
 *
 * <p>Thread: any (immutable).
 *
 * @param count number of rules
 */
public record Rules(SharedMap<String, HostPart> hosts, int count) {
    static final Rules NONE = new Rules(DecisionTable.EMPTY.hosts(), 0);

    /** The set of these parts. */
    Rules next(SharedMap<String, HostPart> parts) {
        return new Rules(
                parts,
                count + sum(parts, (former, later) -> later.rows().size() - former.rows().size()));
    }

    public HostPart host(String name) {
        return HostPart.of(hosts, name);
    }

    /** How many of these rules have no counterpart, for the same host and path, there. */
    int goneIn(Rules later) {
        return sum(later.hosts, HostPart::rulesGoneIn);
    }

    private int sum(SharedMap<String, HostPart> later, ToIntBiFunction<HostPart, HostPart> ofHost) {
        Rules there = new Rules(later, 0);
        int[] sum = {0};
        hosts.differences(later, host -> sum[0] += ofHost.applyAsInt(host(host), there.host(host)));
        return sum[0];
    }

    /** These rules put into the parts that are the newest; a part that decides alike is shared. */
    Rules inPartsOf(Rules newest) {
        return newest.with(
                this, (part, held) -> part.decidesLike(held) ? part : part.withRulesOf(held));
    }

    /** These rules, and of others those for whose host and path there is none here. */
    Rules keeping(Rules others) {
        return with(others, HostPart::keepingRulesOf);
    }

    private Rules with(Rules others, BinaryOperator<HostPart> combine) {
        Map<String, HostPart> put = new HashMap<>();
        Set<String> gone = new HashSet<>();
        hosts.differences(
                others.hosts,
                host -> {
                    HostPart here = host(host);
                    HostPart there = others.host(host);
                    HostPart combined = combine.apply(here, there);
                    if (combined.equals(here)) {
                        return;
                    }
                    if (combined.equals(HostPart.NOTHING)) {
                        gone.add(host);
                    } else {
                        // What is equal stays the same object, so that it need not be looked at.
                        put.put(host, combined.equals(there) ? there : combined);
                    }
                });
        return put.isEmpty() && gone.isEmpty() ? this : next(hosts.with(put, gone));
    }
}

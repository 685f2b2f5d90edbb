package io.tailrace.control.hold;

import io.tailrace.control.compile.HostChange;
import io.tailrace.control.compile.HostPart;
import io.tailrace.core.share.SharedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What two sets of rules decide differently, and no more: the former set can be had back from the
 * later one. Who states a rule, and where, is no difference.
 *
 * <p>Thread: any (immutable once built).
 *
 * @param added rules of hosts and paths that there were none for
 * @param removed rules of hosts and paths that there are none for any more
 * @param changed rules with another target, or whose requests are treated differently
 * @param settings hosts whose requests are treated differently
 */
public record RulesChange(
        List<HostChange> hosts, int added, int removed, int changed, int settings) {

    /** The difference. */
    public static RulesChange between(Rules former, Rules later) {
        List<HostChange> hosts = new ArrayList<>();
        former.hosts()
                .differences(
                        later.hosts(),
                        host -> {
                            HostChange change =
                                    HostChange.between(host, former.host(host), later.host(host));
                            if (change != null) {
                                hosts.add(change);
                            }
                        });
        return new RulesChange(
                hosts,
                hosts.stream().mapToInt(HostChange::added).sum(),
                hosts.stream().mapToInt(HostChange::removed).sum(),
                hosts.stream().mapToInt(HostChange::changed).sum(),
                (int) hosts.stream().filter(HostChange::changesSettings).count());
    }

    public boolean isEmpty() {
        return hosts.isEmpty();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return isEmpty()
                ? "no rule is different"
                : "rules added "
                        + added
                        + ", removed "
                        + removed
                        + ", changed "
                        + changed
                        + ", hosts with other settings "
                        + settings;
    }

    /**
     * A set with the rules that the former one had.
     *
     * @param later decides like the later set
     */
    Rules undo(Rules later) {
        Map<String, HostPart> put = HashMap.newHashMap(hosts.size());
        Set<String> gone = new HashSet<>();
        for (HostChange change : hosts) {
            HostPart former = change.undo(later.host(change.host()));
            if (former.equals(HostPart.NOTHING)) {
                gone.add(change.host());
            } else {
                put.put(change.host(), former);
            }
        }
        SharedMap<String, HostPart> parts = later.hosts().with(put, gone);
        return later.next(parts);
    }
}

package io.tailrace.control.ctl;

import io.tailrace.control.compile.HostPart;
import io.tailrace.control.hold.Generation;
import io.tailrace.control.hold.HeldRules;
import io.tailrace.control.hold.Holding;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Outcome;
import io.tailrace.control.hold.Pin;
import io.tailrace.control.hold.Rules;
import io.tailrace.control.hold.RulesChange;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.Rule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the control socket answers: lines, of which the first says whether it could be done.
 *
 * <p>Thread: control-socket.
 */
final class Answers {
    private static final String OK = "ok";
    private static final String ROW = "%10s  %-20s  %-16s  %9s  %9s  %9s  %9s  %9s";

    private final HoldingCell holding;
    private final GenerationBoard board;

    Answers(HoldingCell holding, GenerationBoard board) {
        this.holding = holding;
        this.board = board;
    }

    Iterator<String> status() {
        Holding now = holding.current();
        List<String> lines = new ArrayList<>();
        lines.add(OK);
        lines.add("generation " + now.generation());
        lines.add("fingerprint " + hex(now.fingerprint()));
        lines.add("rules " + now.inForce().count());
        Pin pin = now.pin();
        if (pin == null) {
            lines.add("pinned no");
        } else {
            lines.add(
                    "pinned since "
                            + seconds(pin.since())
                            + ", the rules of generation "
                            + pin.generation()
                            + "; until unpin, a restart forgets it");
            lines.add("waiting " + RulesChange.between(now.inForce(), now.newest()));
        }
        lines.add(
                now.held() == 0
                        ? "held none"
                        : "held " + HeldRules.of(now.newest(), now.inForce()));
        for (int core = 0; core < board.cores(); core++) {
            lines.add("core " + core + " seen " + board.seen(core) + " clean " + board.clean(core));
        }
        return lines.iterator();
    }

    Iterator<String> generations() {
        List<String> lines = new ArrayList<>();
        lines.add(OK);
        lines.add(
                ROW.formatted(
                        "generation",
                        "time",
                        "fingerprint",
                        "rules",
                        "added",
                        "removed",
                        "changed",
                        "settings"));
        for (Generation generation : holding.current().generations()) {
            lines.add(
                    ROW.formatted(
                            generation.number(),
                            seconds(generation.at()),
                            hex(generation.fingerprint()),
                            generation.rules(),
                            generation.added(),
                            generation.removed(),
                            generation.changed(),
                            generation.settings()));
        }
        return lines.iterator();
    }

    /** Made while it is read: there may be a million of them. */
    Iterator<String> rules() {
        TreeMap<String, HostPart> sorted = new TreeMap<>();
        holding.current().inForce().hosts().forEach(sorted::put);
        return rules(sorted.values().stream());
    }

    /**
     * @param host empty: the rules without host
     */
    Iterator<String> rules(String host) {
        Rules inForce = holding.current().inForce();
        HostPart part = inForce.host(host);
        return part.rows().isEmpty()
                ? error(Outcome.error("no rules of this host are in force", "rules lists all"))
                : rules(Stream.of(part));
    }

    private static Iterator<String> rules(Stream<HostPart> parts) {
        return Stream.concat(
                        Stream.of(OK),
                        parts.flatMap(part -> part.rules().stream()).map(Answers::line))
                .iterator();
    }

    private static String line(Rule rule) {
        return (rule.host().isEmpty() ? "*" : rule.host())
                + " "
                + (rule.path().isEmpty() ? "*" : rule.path())
                + " "
                + rule.type()
                + " "
                + rule.target()
                + (rule.policy().equals(RoutePolicy.DEFAULT) ? "" : " (" + rule.policy() + ")")
                + " by "
                + rule.source();
    }

    static Iterator<String> outcome(Outcome outcome) {
        return outcome.isDone() ? List.of(OK, outcome.text()).iterator() : error(outcome);
    }

    static Iterator<String> error(Outcome outcome) {
        return List.of("error: " + outcome.text()).iterator();
    }

    private static String hex(long fingerprint) {
        return HexFormat.of().toHexDigits(fingerprint);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

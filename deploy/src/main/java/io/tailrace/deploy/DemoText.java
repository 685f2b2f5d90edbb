package io.tailrace.deploy;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demo prints, for a terminal of 80 columns.
 *
 * <p>Thread: the main thread.
 */
final class DemoText {
    private static final String TABLE_ROW = "  %-6s%-11s%-7s%s%n";
    private static final String ANSWER_ROW = "  %-18s%-8s%-10s%-6s%s%n";

    private final PrintStream out;
    private final InetSocketAddress proxy;

    DemoText(PrintStream out, InetSocketAddress proxy) {
        this.out = out;
        this.proxy = proxy;
    }

    /** The decision table, as the talk draws it. */
    void table(List<Rule> rules) {
        out.printf("Tailrace listens on http://%s.%n%n", AddressConverter.format(proxy));
        out.printf("The decision table that it compiled from the Ingress \"foobar\":%n%n");
        out.printf(TABLE_ROW, "rule", "host", "path", "service");
        out.printf(TABLE_ROW, "----", "---------", "-----", "----------");
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            out.printf(TABLE_ROW, name(i), rule.host(), rule.path(), target(rule));
        }
    }

    void answersHead() {
        out.printf("%nOne request per rule, and two that match none:%n%n");
        out.printf(ANSWER_ROW, "request", "status", "pod", "rule", "answer");
        out.printf(ANSWER_ROW, "----------------", "------", "--------", "----", "------");
    }

    /**
     * @param rule index of the rule by which the answer came; -1: none
     */
    void answer(DemoRequest request, DemoAnswer answer, int rule, boolean isRight) {
        out.printf(
                ANSWER_ROW,
                "GET " + request.host() + request.path(),
                answer.status(),
                answer.pod().isEmpty() ? "-" : answer.pod(),
                rule < 0 ? "-" : name(rule),
                (isRight ? "right" : "WRONG")
                        + (answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")"));
    }

    void verdict(int right, int asked) {
        out.printf("%n%d of %d answers are right.%n", right, asked);
        out.flush();
    }

    void invitation(List<Rule> rules, Path manifests, InetSocketAddress admin) {
        out.printf("%nTry it; the pods answer with the request as they got it:%n%n");
        String url = "http://" + AddressConverter.format(proxy);
        for (Rule rule : rules) {
            out.printf("  curl -H 'Host: %s' %s%s%n", rule.host(), url, rule.path());
        }
        out.printf("  curl http://%s/metrics%n", AddressConverter.format(admin));
        out.printf("%nThe manifests are in %s.%n", manifests);
        out.printf("Change them: the next request obeys. Ctrl-C ends the demo.%n");
        out.flush();
    }

    private static String name(int rule) {
        return "r" + (rule + 1);
    }

    private static String target(Rule rule) {
        ClusterKey cluster = rule.target();
        return cluster.service() + ":" + cluster.port();
    }
}

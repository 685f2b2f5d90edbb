package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.http.HeadLimits;
import io.tailrace.http.PathRules;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestHeadParser;
import io.tailrace.http.RequestTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests as clients write them, through the codec: ports, trailing dots, dot segments and
 * percent-encoded letters change nothing about the rule that decides. Longer runs as for {@link
 * RouteTableOracleTest}.
 */
class RoutedRequestsTest {
    private static final int REQUESTS = RouteTableOracleTest.PAIRS / 4;
    private static final int REQUESTS_PER_TABLE = 100;

    private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.request());
    private final RequestHead head = new RequestHead(HeadLimits.request().maxFields());
    private final RequestTarget target = new RequestTarget(HeadLimits.request().maxTargetBytes());

    @Test
    void shouldSelectTheSameRuleWhenRequestIsDisguised() {
        NastyTables tables = new NastyTables(RouteTableOracleTest.SEED);
        int refused = 0;
        for (int count = 0; count < REQUESTS; count += REQUESTS_PER_TABLE) {
            List<Rule> rules = tables.rules();
            RouteTable table = RouteTable.of(rules, key -> 1, count);
            NaiveMatcher oracle = new NaiveMatcher(rules);
            for (int i = 0; i < REQUESTS_PER_TABLE; i++) {
                String host = withoutDot(tables.requestHost(rules));
                String path = tables.requestPath(rules);
                String text = text(tables, host, path);
                if (!parse(text)) {
                    assertTrue(isCut(path), text);
                    refused++;
                    continue;
                }
                HostRoutes routes =
                        table.host(head.buffer(), head.hostStart(), head.hostNameLength());
                int place =
                        routes.match(
                                target.matchBuffer(), target.matchStart(), target.matchLength());
                assertEquals(
                        oracle.match(host, path),
                        place == HostRoutes.NONE ? null : routes.rule(place),
                        () -> text + " of " + table.rules());
            }
        }
        // Few paths are cut within an escape.
        assertTrue(refused < REQUESTS / 10, refused + " refused");
    }

    /** Whether it has a percent sign without two digits behind it. */
    private static boolean isCut(String path) {
        return path.replaceAll("%[0-9A-Fa-f]{2}", "").indexOf('%') >= 0;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String text(NastyTables tables, String host, String path) {
        String line = path.equals("*") ? "OPTIONS *" : "GET " + tables.disguisePath(path);
        return host.isEmpty()
                ? line + " HTTP/1.0\r\n\r\n"
                : line + " HTTP/1.1\r\nHost: " + tables.disguiseHost(host) + "\r\n\r\n";
    }

    private boolean parse(String text) {
        Range range = Range.of(text);
        head.clear();
        int end = range.offset() + range.length();
        return parser.parse(head, range.buffer(), range.offset(), end) == range.length()
                && target.resolve(head, PathRules.DEFAULT) > 0;
    }
}

package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.compile.Compiled.assertRejections;
import static io.tailrace.control.compile.Compiled.assertRules;
import static io.tailrace.control.compile.Compiled.compile;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.PathModel;
import io.tailrace.core.route.RouteTable;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an Ingress comes to no rule, and why. */
final class RejectedRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*            | a wildcard covers one label of a name",
                "a.*.example  | only the first label can be a wildcard",
                "*.*.example  | only the first label can be a wildcard",
                "*a.example   | only the first label can be a wildcard",
                "10.0.0.1     | the host is an address or has a port",
                "a.example:80 | the host is an address or has a port",
                "[::1]        | the host is an address or has a port",
                "a_b.example  | the host is not a DNS name (RFC 1123)",
                "-a.example   | the host is not a DNS name (RFC 1123)",
                "a..example   | the host is not a DNS name (RFC 1123)",
                ".            | the host is not a DNS name (RFC 1123)",
                "caf\u00e9.example | the host is not a DNS name (RFC 1123)",
                "*.           | a wildcard covers one label of a name",
            })
    void shouldRejectAHostThatIsNoName(String host, String reason) {
        DecisionTable table = compile(ingress("web").rule(host, path("Prefix", "/", "a:80")));

        assertRules(table);
        assertEquals(1, table.rejections().size());
        assertEquals(reason, table.rejections().get(0).reason());
        assertTrue(table.rejections().get(0).place().startsWith("rule 1 host \""));
    }

    @Test
    void shouldRejectAHostThatIsTooLong() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        assertEquals(
                1,
                compile(ingress("web").rule(longest, path("Exact", "/", "a:80"))).rules().size());
        assertRules(compile(ingress("web").rule(longest + "a", path("Exact", "/", "a:80"))));
        assertRules(
                compile(ingress("web").rule("a".repeat(64) + ".b", path("Exact", "/", "a:80"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Prefix | ''      | the path is missing",
                "Exact  | ''      | the path is missing",
                "Exact  | foo     | the path is not absolute",
                "''     | /       | pathType is missing",
                "prefix | /       | pathType \"prefix\" is unknown",
            })
    void shouldRejectAPathThatIsNone(String type, String path, String reason) {
        DecisionTable table = compile(ingress("web").rule("", path(type, path, "a:80")));

        assertRules(table);
        assertEquals(reason, table.rejections().get(0).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/./a", "/%2e/a", "/..", "/a?b", "/a#b", "/%zz", "/a b"})
    void shouldRejectAPathThatRequestsAreNeverMatchedBy(String path) {
        DecisionTable table = compile(ingress("web").rule("", path("Prefix", path, "a:80")));

        assertRules(table);
        assertEquals(1, table.rejections().size());
        assertEquals("rule 1 path \"" + path + "\"", table.rejections().get(0).place());
    }

    @Test
    void shouldEncodeAPathThatIsNotAscii() {
        DecisionTable table =
                compile(ingress("web").rule("", path("Prefix", "/caf\u00e9", "a:80")));

        assertRules(table, "- /caf%C3%A9 PREFIX a:80");
        assertEquals("shop/web rule 1 path \"/caf\\u00e9\"", table.rules().get(0).source());
    }

    @Test
    void shouldRejectABackendThatNamesNoServicePort() {
        BackendModel unusable = new BackendModel.Unusable("is odd", "mend it");
        DecisionTable table =
                compile(
                        ingress("web")
                                .rule("", new PathModel("/", "Prefix", unusable))
                                .defaultBackend(unusable));

        assertRules(table);
        assertRejections(
                table,
                "ingress shop/web: default backend: is odd; mend it; skipped",
                "ingress shop/web: rule 1 path \"/\": is odd; mend it; skipped");
    }

    @Test
    void shouldRejectARuleWithoutPaths() {
        DecisionTable table = compile(ingress("web").rule("a.example"));

        assertRules(table);
        assertEquals("rule 1", table.rejections().get(0).place());
    }

    @Test
    void shouldRejectAnIngressThatStatesNothing() {
        assertRejections(
                compile(ingress("web")),
                "ingress shop/web: spec: has neither rules nor a default backend; add one;"
                        + " skipped");
    }

    @Test
    void shouldSurviveAnyHostAndPath() {
        Random random = new Random(7);
        String alphabet = "ab*.-_/%2eE\u00e9 \u0000:[]?#;\\\uD800\n1";
        for (int i = 0; i < 10_000; i++) {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule(
                                            text(random, alphabet),
                                            path("Prefix", "/" + text(random, alphabet), "a:80"),
                                            path("Exact", text(random, alphabet), "a:80"))
                                    .defaultBackend("rest:80"));

            RouteTable.of(table.rules(), _ -> 0, i);
        }
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

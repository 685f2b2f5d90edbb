package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ingressClass;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.PathModel;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RouteTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules are written {@code host path TYPE service:port}, an absent host or path as a dash. */
final class RuleCompilerTest {
    @Test
    void shouldMakeARuleOfEachPath() {
        DecisionTable table =
                compile(
                        ingress("web")
                                .rule(
                                        "a.example",
                                        path("Prefix", "/foo", "foo:80"),
                                        path("Exact", "/bar", "bar:http"))
                                .rule("", path("ImplementationSpecific", "", "rest:80")));

        assertRules(
                table,
                "- / PREFIX rest:80",
                "a.example /bar EXACT bar:http",
                "a.example /foo PREFIX foo:80");
        assertEquals("shop/web rule 1 path \"/foo\"", table.rules().get(2).source());
        assertRejections(table);
    }

    @Test
    void shouldNameEachClusterOnceWithTheFirstPlaceOfEachIngress() {
        DecisionTable table =
                compile(
                        ingress("b").rule("b.example", path("Prefix", "/", "web:80")),
                        ingress("a")
                                .rule(
                                        "a.example",
                                        path("Prefix", "/x", "web:80"),
                                        path("Prefix", "/y", "web:80")));

        assertEquals(
                "{shop/web:80=["
                        + "Reference[ingress=ingress shop/a, place=rule 1 path \"/x\"], "
                        + "Reference[ingress=ingress shop/b, place=rule 1 path \"/\"]]}",
                Tables.clusters(table).toString());
    }

    @Test
    void shouldKeepOtherRulesWhenOneIsRejected() {
        DecisionTable table =
                compile(
                        ingress("web")
                                .rule("bad_host", path("Prefix", "/", "a:80"))
                                .rule(
                                        "a.example",
                                        path("Prefix", "/a/../b", "a:80"),
                                        path("Prefix", "/ok", "a:80")));

        assertRules(table, "a.example /ok PREFIX a:80");
        assertEquals(2, table.rejections().size());
    }

    @Nested
    final class Classes {
        private final IngressBuilder plain =
                ingress("web").rule("a.example", path("Prefix", "/", "a:80"));

        @Test
        void shouldLeaveAloneWhenTheClassIsAnothers() {
            assertNothing(
                    compile(ingressClass("nginx", "k8s.io/nginx", true), plain.className("nginx")));
        }

        @Test
        void shouldLeaveAloneWhenNoClassIsNamedAndOursIsNotTheDefault() {
            assertNothing(compile(ourClass(), plain.className("")));
        }

        @Test
        void shouldTakeWhenNoClassIsNamedAndOursIsTheDefault() {
            DecisionTable table =
                    compile(
                            ingressClass("tailrace", ControlSettings.CONTROLLER_NAME, true),
                            plain.className(""));

            assertRules(table, "a.example / PREFIX a:80");
        }

        @Test
        void shouldTakeWhenNoClassIsNamedAndWeTakeThose() {
            Model model = new Model();
            model.put(plain.className("").build());
            RuleCompiler compiler =
                    new RuleCompiler(
                            new CompileSettings(
                                    ControlSettings.CONTROLLER_NAME,
                                    null,
                                    null,
                                    0,
                                    EndpointSettings.STANDALONE,
                                    true));

            assertRules(compiler.compile(model), "a.example / PREFIX a:80");
        }

        @Test
        void shouldTakeWhenAnyOfOurClassesIsNamed() {
            DecisionTable table =
                    compile(
                            ingressClass("other", ControlSettings.CONTROLLER_NAME, false),
                            plain.className("other"));

            assertRules(table, "a.example / PREFIX a:80");
        }

        @Test
        void shouldTakeWhenTheAnnotationNamesOurClass() {
            DecisionTable table =
                    compile(ourClass(), plain.className("").legacyClassName("tailrace"));

            assertRules(table, "a.example / PREFIX a:80");
            assertRejections(table);
        }

        @Test
        void shouldGoByTheAnnotationWhenTheFieldSaysOtherwise() {
            DecisionTable table =
                    compile(
                            Stream.of(ourClass(), ingressClass("nginx", "k8s.io/nginx", false)),
                            plain.className("nginx").legacyClassName("tailrace").build());

            assertRules(table, "a.example / PREFIX a:80");
            assertRejections(
                    table,
                    "ingress shop/web: spec.ingressClassName \"nginx\": the annotation"
                            + " kubernetes.io/ingress.class says \"tailrace\"; remove one of the"
                            + " two; the annotation counts");
        }

        @Test
        void shouldLeaveAloneWhenTheAnnotationNamesAnothersClass() {
            DecisionTable table =
                    compile(
                            Stream.of(ourClass(), ingressClass("nginx", "k8s.io/nginx", false)),
                            plain.className("tailrace").legacyClassName("nginx").build());

            assertNothing(table);
        }

        @Test
        void shouldNoticeWhenTheClassDoesNotExist() {
            DecisionTable table = compile(ourClass(), plain.className("tailrase"));

            assertRules(table);
            assertRejections(table);
            assertEquals(
                    List.of(
                            "ingress shop/web: class: no IngressClass \"tailrase\" exists; left"
                                    + " alone"),
                    table.notices().stream().map(Object::toString).toList());
        }

        private static void assertNothing(DecisionTable table) {
            assertRules(table);
            assertRejections(table);
            assertEquals(List.of(), table.notices());
        }
    }

    @Nested
    final class Conflicts {
        @Test
        void shouldGiveTheRowToTheOldest() {
            DecisionTable table =
                    compile(
                            ingress("young")
                                    .bornAt(2)
                                    .rule("a.example", path("Prefix", "/", "young:80")),
                            ingress("old")
                                    .bornAt(1)
                                    .rule("A.example.", path("Prefix", "/", "old:80")));

            assertRules(table, "a.example / PREFIX old:80");
            assertRejections(
                    table,
                    "ingress shop/young: rule 1 path \"/\": shadowed by shop/old rule 1 path"
                            + " \"/\"; remove one of the two; skipped");
        }

        @Test
        void shouldGiveTheRowByNamespaceAndNameWhenTheAgeIsEqual() {
            DecisionTable table =
                    compile(
                            ingress("b", "a")
                                    .undated()
                                    .rule("a.example", path("Exact", "/", "ba:80")),
                            ingress("a", "b")
                                    .undated()
                                    .rule("a.example", path("Exact", "/", "ab:80")),
                            ingress("a", "a")
                                    .undated()
                                    .rule("a.example", path("Exact", "/", "aa:80")));

            assertRules(table, "a.example / EXACT aa:80");
            assertEquals(2, table.rejections().size());
        }

        @Test
        void shouldPreferAnyAgeToNone() {
            DecisionTable table =
                    compile(
                            ingress("a").undated().rule("", path("Exact", "/", "a:80")),
                            ingress("b").bornAt(9_000_000).rule("", path("Exact", "/", "b:80")));

            assertRules(table, "- / EXACT b:80");
        }

        @Test
        void shouldReadImplementationSpecificAsPrefix() {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule(
                                            "",
                                            path("Prefix", "/a", "one:80"),
                                            path("ImplementationSpecific", "/a", "two:80")));

            assertRules(table, "- /a PREFIX one:80");
            assertEquals(1, table.rejections().size());
        }

        @Test
        void shouldKeepBothWhenTypeOrTrailingSlashDiffers() {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule(
                                            "",
                                            path("Prefix", "/a", "one:80"),
                                            path("Prefix", "/a/", "two:80"),
                                            path("Exact", "/a", "three:80")));

            assertEquals(3, table.rules().size());
            assertRejections(table);
        }

        @Test
        void shouldCompareNormalisedPaths() {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule(
                                            "",
                                            path("Prefix", "/admin", "one:80"),
                                            path("Prefix", "/%61dmin", "two:80")));

            assertRules(table, "- /admin PREFIX one:80");
        }
    }

    @Nested
    final class Rest {
        @Test
        void shouldGiveTheRestOfAHostToTheDefaultBackendOfItsIngress() {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule("a.example", path("Prefix", "/a", "a:80"))
                                    .rule("b.example", path("Prefix", "/b", "b:80"))
                                    .defaultBackend("rest:80"));

            assertRules(
                    table,
                    "a.example - ANY rest:80",
                    "a.example /a PREFIX a:80",
                    "b.example - ANY rest:80",
                    "b.example /b PREFIX b:80");
            assertEquals(
                    "shop/web default backend of host \"a.example\"",
                    table.rules().get(0).source());
        }

        @Test
        void shouldGiveTheRestToTheOldestThatHasRulesForTheHostAndADefaultBackend() {
            DecisionTable table =
                    compile(
                            ingress("oldest")
                                    .bornAt(1)
                                    .rule("a.example", path("Prefix", "/1", "a:80")),
                            ingress("elsewhere")
                                    .bornAt(2)
                                    .rule("b.example", path("Prefix", "/2", "a:80"))
                                    .defaultBackend("wrong:80"),
                            ingress("older")
                                    .bornAt(3)
                                    .rule("a.example", path("Prefix", "/3", "a:80"))
                                    .defaultBackend("right:80"),
                            ingress("young")
                                    .bornAt(4)
                                    .rule("a.example", path("Prefix", "/4", "a:80"))
                                    .defaultBackend("late:80"));

            assertTrue(rules(table).contains("a.example - ANY right:80"), rules(table)::toString);
            assertRejections(
                    table,
                    "ingress shop/young: default backend of host \"a.example\": shadowed by"
                            + " shop/older default backend of host \"a.example\"; remove one of"
                            + " the two; skipped");
        }

        @Test
        void shouldGiveAllOfAHostToTheDefaultBackendWhenARuleHasNoHttp() {
            DecisionTable table =
                    compile(ingress("web").ruleWithoutHttp("a.example").defaultBackend("rest:80"));

            assertRules(table, "a.example - ANY rest:80");
            assertEquals("shop/web rule 1", table.rules().get(0).source());
        }

        @Test
        void shouldRejectARuleWithoutHttpWhenThereIsNoDefaultBackend() {
            DecisionTable table = compile(ingress("web").ruleWithoutHttp("a.example"));

            assertRules(table);
            assertRejections(
                    table,
                    "ingress shop/web: rule 1: has no paths and there is no default backend; add"
                            + " paths or spec.defaultBackend; skipped");
        }

        @Test
        void shouldGiveHostsWithoutRulesToTheOldestIngressWithoutRules() {
            DecisionTable table =
                    compile(
                            ingress("tenant")
                                    .bornAt(1)
                                    .rule("a.example", path("Prefix", "/", "a:80"))
                                    .defaultBackend("accident:80"),
                            ingress("young").bornAt(3).defaultBackend("young:80"),
                            ingress("old").bornAt(2).defaultBackend("old:80"));

            assertRules(
                    table,
                    "- - ANY old:80",
                    "a.example - ANY accident:80",
                    "a.example / PREFIX a:80");
            assertRejections(
                    table,
                    "ingress shop/young: default backend: shadowed by shop/old default backend;"
                            + " remove one of the two; skipped");
        }

        @Test
        void shouldPreferTheIngressWithoutRulesToAnOlderOneWithRulesForNoHost() {
            DecisionTable table =
                    compile(
                            ingress("hostless")
                                    .bornAt(1)
                                    .rule("", path("Prefix", "/a", "a:80"))
                                    .defaultBackend("second:80"),
                            ingress("plain").bornAt(2).defaultBackend("first:80"));

            assertRules(table, "- - ANY first:80", "- /a PREFIX a:80");
        }

        @Test
        void shouldGiveTheRestToAnIngressWithRulesForNoHostWhenNoOtherTakesIt() {
            DecisionTable table =
                    compile(
                            ingress("hostless")
                                    .rule("", path("Prefix", "/a", "a:80"))
                                    .defaultBackend("rest:80"));

            assertRules(table, "- - ANY rest:80", "- /a PREFIX a:80");
        }

        @Test
        void shouldGiveWhatIsLeftToTheControllersDefaultBackend() {
            DecisionTable table =
                    compile(
                            new ClusterKey("infra", "last", "80"),
                            ingress("a")
                                    .rule("a.example", path("Prefix", "/", "a:80"))
                                    .defaultBackend("rest:80"),
                            ingress("b").rule("b.example", path("Prefix", "/b", "b:80")),
                            ingress("c").ruleWithoutHttp("c.example"));

            assertRules(
                    table,
                    "- - ANY last:80",
                    "a.example - ANY rest:80",
                    "a.example / PREFIX a:80",
                    "b.example - ANY last:80",
                    "b.example /b PREFIX b:80",
                    "c.example - ANY last:80");
            assertEquals("--default-backend", table.rules().get(0).source());
            assertRejections(table);
        }

        @Test
        void shouldKeepTheHostFromOthersWhenItsPathsAreRejected() {
            DecisionTable table =
                    compile(
                            ingress("web")
                                    .rule("a.example", path("Prefix", "no-slash", "a:80"))
                                    .defaultBackend("rest:80"));

            assertRules(table, "a.example - ANY rest:80");
            assertEquals(1, table.rejections().size());
        }
    }

    @Nested
    final class Rejected {
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
                    compile(ingress("web").rule(longest, path("Exact", "/", "a:80")))
                            .rules()
                            .size());
            assertRules(compile(ingress("web").rule(longest + "a", path("Exact", "/", "a:80"))));
            assertRules(
                    compile(
                            ingress("web")
                                    .rule("a".repeat(64) + ".b", path("Exact", "/", "a:80"))));
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
                                                path(
                                                        "Prefix",
                                                        "/" + text(random, alphabet),
                                                        "a:80"),
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

    @Test
    void shouldGiveTheSameTableWhateverTheOrder() {
        Random random = new Random(1);
        List<ModelObject> objects = new ArrayList<>(List.of(ourClass()));
        for (int i = 0; i < 60; i++) {
            objects.add(anyIngress(i, random));
        }
        DecisionTable first = compile(new ClusterKey("a", "b", "1"), objects.stream());
        assertTrue(first.rules().size() > 20);
        assertTrue(first.rejections().size() > 20);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(objects, random);
            assertEquals(
                    Tables.content(first),
                    Tables.content(compile(new ClusterKey("a", "b", "1"), objects.stream())));
        }
    }

    private static IngressModel anyIngress(int number, Random random) {
        IngressBuilder ingress = ingress("n" + number % 3, "i" + number);
        ingress.bornAt(random.nextInt(4));
        for (int rule = random.nextInt(4); rule > 0; rule--) {
            String host = random.nextInt(4) == 0 ? "" : "h" + random.nextInt(5) + ".example";
            if (random.nextInt(5) == 0) {
                ingress.ruleWithoutHttp(host);
            } else {
                String type = random.nextBoolean() ? "Prefix" : "Exact";
                ingress.rule(host, path(type, "/" + random.nextInt(3), "s" + number + ":80"));
            }
        }
        if (random.nextInt(3) == 0) {
            ingress.defaultBackend("d" + number + ":80");
        }
        return ingress.build();
    }

    private static DecisionTable compile(IngressBuilder... ingresses) {
        return compile((ClusterKey) null, ingresses);
    }

    private static DecisionTable compile(
            @Nullable ClusterKey defaultBackend, IngressBuilder... ingresses) {
        return compile(
                defaultBackend,
                Stream.concat(
                        Stream.of(ourClass()),
                        Arrays.stream(ingresses).map(IngressBuilder::build)));
    }

    private static DecisionTable compile(ModelObject ingressClass, IngressBuilder ingress) {
        return compile(null, Stream.of(ingressClass, ingress.build()));
    }

    private static DecisionTable compile(
            Stream<? extends ModelObject> classes, ModelObject ingress) {
        return compile(null, Stream.concat(classes, Stream.of(ingress)));
    }

    private static DecisionTable compile(
            @Nullable ClusterKey defaultBackend, Stream<? extends ModelObject> objects) {
        Model model = new Model();
        objects.forEach(model::put);
        return compiler(defaultBackend).compile(model);
    }

    private static RuleCompiler compiler(@Nullable ClusterKey defaultBackend) {
        return new RuleCompiler(
                new CompileSettings(ControlSettings.CONTROLLER_NAME, defaultBackend, null, 0));
    }

    private static List<String> rules(DecisionTable table) {
        return table.rules().stream()
                .map(
                        rule ->
                                String.join(
                                        " ",
                                        rule.host().isEmpty() ? "-" : rule.host(),
                                        rule.path().isEmpty() ? "-" : rule.path(),
                                        rule.type().name(),
                                        rule.target().service() + ":" + rule.target().port()))
                .toList();
    }

    private static void assertRules(DecisionTable table, String... expected) {
        assertEquals(List.of(expected), rules(table));
    }

    private static void assertRejections(DecisionTable table, String... expected) {
        assertEquals(List.of(expected), table.rejections().stream().map(Object::toString).toList());
    }
}

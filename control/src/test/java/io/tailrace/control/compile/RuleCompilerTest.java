package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.compile.Compiled.assertRejections;
import static io.tailrace.control.compile.Compiled.assertRules;
import static io.tailrace.control.compile.Compiled.compile;
import static io.tailrace.control.compile.Compiled.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ModelObject;
import io.tailrace.core.route.ClusterKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
}

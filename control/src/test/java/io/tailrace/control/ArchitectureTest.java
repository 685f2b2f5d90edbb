package io.tailrace.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Holds the arrows of the control side. */
@AnalyzeClasses(
        packages = "io.tailrace.control",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "io.tailrace.control.";

    @ArchTest
    static final ArchRule SHOULD_READ_YAML_AND_JSON_ONLY_IN_WATCH =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "watch")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.snakeyaml..", "tools.jackson..");

    @ArchTest
    static final ArchRule SHOULD_SEE_KUBERNETES_TYPES_ONLY_WHERE_THEY_COME_FROM =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "watch", ROOT + "apiserver", ROOT + "status")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.fabric8..");

    @ArchTest
    static final ArchRule SHOULD_SEE_METRICS_AND_HTTP_SERVER_ONLY_IN_ADMIN =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "admin")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.prometheus..", "com.sun.net.httpserver..", "org.HdrHistogram..");

    @ArchTest
    static final ArchRule SHOULD_KEEP_THE_MODEL_APART =
            classes()
                    .that()
                    .resideInAPackage(ROOT + "model")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.jspecify..", ROOT + "model");

    @ArchTest
    static final ArchRule SHOULD_LEAD_FROM_THE_SOURCE_TO_THE_CORES = arrow("watch", "model");

    @ArchTest static final ArchRule FILES = arrow("files", "model", "watch");

    @ArchTest static final ArchRule API_SERVER = arrow("apiserver", "model", "watch", "state");

    @ArchTest static final ArchRule STATE = arrow("state", "model", "watch");

    @ArchTest static final ArchRule COMPILE = arrow("compile", "model", "pem");

    @ArchTest static final ArchRule NAMES = arrow("names", "model", "compile");

    @ArchTest static final ArchRule PEM = arrow("pem", "model");

    @ArchTest static final ArchRule PUBLISH = arrow("publish", "model", "compile");

    @ArchTest static final ArchRule STATUS = arrow("status", "model", "publish");

    @ArchTest static final ArchRule HOLD = arrow("hold", "compile");

    @ArchTest static final ArchRule CTL = arrow("ctl", "hold", "compile");

    @ArchTest static final ArchRule ADMIN = arrow("admin", "publish", "hold", "model", "status");

    @ArchTest
    static final ArchRule SHOULD_HAVE_NO_CYCLE =
            slices().matching("io.tailrace.control.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule SHOULD_TOUCH_THE_CORES_ONLY_THROUGH_THEIR_TABLES_AND_HANDOFF =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.tailrace.core",
                            "io.tailrace.core.arrival..",
                            "io.tailrace.core.buffer..",
                            "io.tailrace.core.limits..",
                            "io.tailrace.core.loop..",
                            "io.tailrace.core.observe..",
                            "io.tailrace.core.transport..",
                            "io.tailrace.core.upstream..",
                            "io.tailrace.core.exchange..",
                            "io.tailrace.core.downstream..",
                            "io.tailrace.core.listen..");

    /** The package knows these packages of the control side and itself, no other. */
    private static ArchRule arrow(String from, String... to) {
        String[] others =
                Stream.of(
                                "model",
                                "watch",
                                "files",
                                "apiserver",
                                "state",
                                "pem",
                                "compile",
                                "hold",
                                "publish",
                                "status",
                                "admin",
                                "ctl",
                                "names")
                        .filter(name -> !name.equals(from) && !List.of(to).contains(name))
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}

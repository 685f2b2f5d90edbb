package io.tailrace.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tailrace.core.handoff.SnapshotCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of ARCHITECTURE.md: who may import whom, and what lives in one room only. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.tailrace");

    /** Each room, and the rooms it may import; {@code h} is the codec. */
    private static final Map<String, String> MAY_IMPORT =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("config", ""),
                            Map.entry("share", ""),
                            Map.entry("buffer", ""),
                            Map.entry("route", "h"),
                            Map.entry("tls", "route config"),
                            Map.entry("cluster", "route tls share"),
                            Map.entry("handoff", "cluster tls config"),
                            Map.entry("observe", "handoff"),
                            Map.entry("loop", "handoff cluster observe config"),
                            Map.entry("limits", "route loop handoff"),
                            Map.entry("transport", "loop cluster buffer observe config h"),
                            Map.entry(
                                    "upstream",
                                    "route cluster tls transport loop handoff buffer observe config h"),
                            Map.entry(
                                    "exchange",
                                    "route tls limits cluster upstream loop buffer observe config h"),
                            Map.entry(
                                    "downstream",
                                    "exchange route transport tls loop handoff buffer observe config h"),
                            Map.entry(
                                    "arrival",
                                    "downstream transport tls cluster loop handoff buffer config h"),
                            Map.entry("listen", "arrival transport loop handoff config")));

    private static String packageOf(String room) {
        return room.equals("h") ? "io.tailrace.http" : "io.tailrace.core." + room;
    }

    @TestFactory
    List<DynamicTest> shouldImportOnlyAlongTheArrows() {
        List<DynamicTest> tests = new ArrayList<>();
        MAY_IMPORT.forEach(
                (room, allowed) -> {
                    List<String> packages = new ArrayList<>(List.of(packageOf(room)));
                    for (String other : allowed.isEmpty() ? new String[0] : allowed.split(" ")) {
                        packages.add(packageOf(other));
                    }
                    DescribedPredicate<JavaClass> elsewhere =
                            resideInAPackage("io.tailrace..")
                                    .and(
                                            DescribedPredicate.not(
                                                    resideInAnyPackage(
                                                            packages.toArray(String[]::new))));
                    tests.add(
                            DynamicTest.dynamicTest(
                                    room,
                                    () ->
                                            noClasses()
                                                    .that()
                                                    .resideInAPackage(packageOf(room))
                                                    .should()
                                                    .dependOnClassesThat(elsewhere)
                                                    .check(CLASSES)));
                });
        return tests;
    }

    @Test
    void shouldKnowEveryRoom() {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String name = type.getPackageName();
            if (name.startsWith("io.tailrace.core.")) {
                rooms.add(name.substring("io.tailrace.core.".length()));
            }
        }
        assertEquals(MAY_IMPORT.keySet(), rooms);
    }

    @Test
    void shouldShareBetweenThreadsInHandoffOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.tailrace..")
                .and()
                .resideOutsideOfPackage("io.tailrace.core.handoff")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.util.concurrent..")
                                .or(resideInAPackage("org.jctools.."))
                                .or(JavaClass.Predicates.type(java.lang.invoke.VarHandle.class)))
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage("io.tailrace..")
                .and()
                .resideOutsideOfPackage("io.tailrace.core.handoff")
                .should(NoSharing.noVolatileNorSynchronized())
                .check(CLASSES);
    }

    @Test
    void shouldUseAtomicQueuesOfJctoolsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.jctools..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAPackage("org.jctools.queues.atomic"))))
                .check(CLASSES);
    }

    @Test
    void shouldReadClockAndSnapshotInLoopOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tailrace.core.loop")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(SnapshotCell.class, "current")
                .check(CLASSES);
    }

    @Test
    void shouldKeepSocketsOutOfTheCodec() {
        noClasses()
                .that()
                .resideInAPackage("io.tailrace.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net",
                        "java.nio.channels..",
                        "java.util.concurrent..",
                        "java.util.logging..")
                .check(CLASSES);
    }
}

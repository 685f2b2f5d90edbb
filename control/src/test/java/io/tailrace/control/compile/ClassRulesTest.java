package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ingressClass;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.compile.Compiled.assertRejections;
import static io.tailrace.control.compile.Compiled.assertRules;
import static io.tailrace.control.compile.Compiled.compile;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose Ingresses are ours. */
final class ClassRulesTest {
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
        DecisionTable table = compile(ourClass(), plain.className("").legacyClassName("tailrace"));

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

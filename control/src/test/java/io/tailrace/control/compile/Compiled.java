package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ingressClass;
import static io.tailrace.control.Samples.ourClass;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.core.route.ClusterKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tests have compiled, and how they look at it. */
final class Compiled {
    private Compiled() {}

    static DecisionTable compile(IngressBuilder... ingresses) {
        return compile((ClusterKey) null, ingresses);
    }

    static DecisionTable compile(@Nullable ClusterKey defaultBackend, IngressBuilder... ingresses) {
        return compile(
                defaultBackend,
                Stream.concat(
                        Stream.of(ourClass()),
                        Arrays.stream(ingresses).map(IngressBuilder::build)));
    }

    static DecisionTable compile(ModelObject ingressClass, IngressBuilder ingress) {
        return compile(null, Stream.of(ingressClass, ingress.build()));
    }

    static DecisionTable compile(Stream<? extends ModelObject> classes, ModelObject ingress) {
        return compile(null, Stream.concat(classes, Stream.of(ingress)));
    }

    static DecisionTable compile(
            @Nullable ClusterKey defaultBackend, Stream<? extends ModelObject> objects) {
        Model model = new Model();
        objects.forEach(model::put);
        return compiler(defaultBackend).compile(model);
    }

    static RuleCompiler compiler(@Nullable ClusterKey defaultBackend) {
        return new RuleCompiler(
                new CompileSettings(ControlSettings.CONTROLLER_NAME, defaultBackend, null, 0));
    }

    static List<String> rules(DecisionTable table) {
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

    static void assertRules(DecisionTable table, String... expected) {
        assertEquals(List.of(expected), rules(table));
    }

    static void assertRejections(DecisionTable table, String... expected) {
        assertEquals(List.of(expected), table.rejections().stream().map(Object::toString).toList());
    }
}

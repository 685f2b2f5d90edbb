package io.tailrace.deploy.cluster;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test class a {@link Cluster}; all of a test run share one API server. */
final class ClusterExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace STORE = Namespace.create(ClusterExtension.class);
    private static final boolean REQUIRED =
            "required".equals(System.getProperty("tailrace.cluster"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing =
                context.getRoot()
                        .getStore(STORE)
                        .computeIfAbsent("missing", key -> sayMissing(), Missing.class)
                        .what();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there is a cluster");
        }
        if (REQUIRED) {
            throw new AssertionError(missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ApiServer server =
                context.getRoot()
                        .getStore(STORE)
                        .computeIfAbsent(
                                "server", key -> ApiServer.startUnchecked(), ApiServer.class);
        Class<?> tests = context.getRequiredTestClass();
        return classStore(context, tests)
                .computeIfAbsent(
                        tests,
                        key -> new Cluster(server, tests.getSimpleName().toLowerCase(Locale.ROOT)),
                        Cluster.class);
    }

    /** The store that ends with the test class, so that one cluster serves all its methods. */
    private static Store classStore(ExtensionContext context, Class<?> tests) {
        ExtensionContext of = context;
        while (of.getTestMethod().isPresent()
                || of.getTestClass().filter(tests::equals).isEmpty()) {
            of = of.getParent().orElseThrow();
        }
        return of.getStore(STORE);
    }

    private record Missing(Optional<String> what) {}

    /** What keeps the tests from running, said aloud once. */
    private static Missing sayMissing() {
        Optional<String> what = KubeBinaries.missing();
        what.ifPresent(
                reason ->
                        System.err.println(
                                "*** Tests against a real API server "
                                        + (REQUIRED ? "FAIL" : "are SKIPPED")
                                        + ": "
                                        + reason));
        return new Missing(what);
    }
}

package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.Rule;
import io.tailrace.http.PathRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClassParametersTest {
    private static final ObjectKey SETTINGS = new ObjectKey(Kind.CONFIG_MAP, "infra", "settings");
    private static final ClassModel.Parameters PARAMETERS =
            new ClassModel.Parameters("", "ConfigMap", "infra", "settings");

    private final Model model = new Model();
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));

    private DecisionTable compile() {
        return compiler.compile(model);
    }

    private void putClass(String name, ClassModel.@Nullable Parameters parameters) {
        model.put(
                new ClassModel(
                        ObjectKey.ingressClass(name),
                        ControlSettings.CONTROLLER_NAME,
                        false,
                        parameters));
    }

    private void putIngress(String name, String ofClass, long bornAt, String host, String path) {
        model.put(
                ingress(name)
                        .className(ofClass)
                        .bornAt(bornAt)
                        .rule(host, path("Prefix", path, "web:80"))
                        .build());
    }

    private static List<String> rejections(DecisionTable table) {
        return table.rejections().stream().map(Rejection::toString).toList();
    }

    @Test
    void shouldTreatEachHostAsItsClassSays() {
        putClass("plain", null);
        putClass("strict", PARAMETERS);
        model.put(
                new ConfigMapModel(
                        SETTINGS,
                        Map.of(
                                "encoded-slash", "reject",
                                "merge-slashes-for-match", "on",
                                "abort-on-half-close", "on",
                                "forwarded", "on")));
        putIngress("a", "plain", 1, "a.example", "/x//y");
        putIngress("b", "strict", 2, "b.example", "/x//y");

        DecisionTable table = compile();

        assertEquals(
                Map.of("b.example", new ClassSettings(new PathRules(true, true), true, true)),
                table.settings());
        assertEquals(List.of("/x//y", "/x/y"), table.rules().stream().map(Rule::path).toList());
        assertEquals(List.of(), rejections(table));
    }

    @Test
    void shouldCompileAgainWhenOnlyTheConfigMapChanged() {
        putClass("strict", PARAMETERS);
        model.put(new ConfigMapModel(SETTINGS, Map.of()));
        putIngress("b", "strict", 2, "b.example", "/x//y");
        assertEquals("/x//y", compile().rules().getFirst().path());
        model.takeChanges();

        model.put(new ConfigMapModel(SETTINGS, Map.of("merge-slashes-for-match", "on")));

        assertTrue(model.takeChanges().rules());
        assertEquals("/x/y", compile().rules().getFirst().path());
    }

    @Test
    void shouldRejectARulePathThatNoRequestCanHave() {
        putClass("strict", PARAMETERS);
        model.put(new ConfigMapModel(SETTINGS, Map.of("encoded-slash", "reject")));
        putIngress("b", "strict", 2, "b.example", "/x%2fy");
        assertEquals(
                List.of(
                        "ingress shop/b: rule 1 path \"/x%2fy\": no request with \"%2f\", \"%5c\" or"
                                + " a backslash is accepted, as encoded-slash is reject; write the"
                                + " path as requests are matched; skipped"),
                rejections(compile()));
    }

    @Test
    void shouldLetTheOlderIngressSayWhenTwoClassesHaveOneHost() {
        putClass("plain", null);
        putClass("strict", PARAMETERS);
        model.put(new ConfigMapModel(SETTINGS, Map.of("encoded-slash", "reject")));
        putIngress("young", "plain", 2, "a.example", "/y");
        putIngress("old", "strict", 1, "a.example", "/o");

        DecisionTable table = compile();

        assertEquals(
                Map.of("a.example", new ClassSettings(new PathRules(true, false), false, false)),
                table.settings());
        assertEquals(
                List.of(
                        "ingress shop/young: host \"a.example\": the parameters of its class differ"
                                + " from those of the class of ingress shop/old; use one class for a"
                                + " host; those of the older Ingress count"),
                rejections(table));
    }

    @Test
    void shouldSayWhatIsWrongWithAValueAndKeepTheDefault() {
        putClass("strict", PARAMETERS);
        model.put(
                new ConfigMapModel(
                        SETTINGS,
                        Map.of(
                                "encoded-slash", "yes",
                                "encoded-slahs", "reject",
                                "hsts-max-age", "1y")));
        putIngress("b", "strict", 2, "b.example", "/");

        DecisionTable table = compile();

        assertEquals(Map.of(), table.settings());
        assertEquals(
                List.of(
                        "configmap infra/settings: data: \"encoded-slahs\" is no setting; see the"
                                + " documentation for those there are; passed over",
                        "configmap infra/settings: data.encoded-slash: \"yes\" is neither keep nor"
                                + " reject; write one of them; keep counts",
                        "configmap infra/settings: data.hsts-max-age: \"1y\" is no number of"
                                + " seconds; write one of up to 10 digits; 31536000 counts"),
                rejections(table));
    }

    @Test
    void shouldSayWhatIsWrongWithTheReference() {
        putClass("missing", PARAMETERS);
        putClass("other", new ClassModel.Parameters("acme.io", "Settings", "infra", "settings"));
        putClass("wide", new ClassModel.Parameters("", "ConfigMap", "", "settings"));
        assertEquals(
                List.of(
                        "ingressclass missing: spec.parameters: configmap infra/settings does not"
                                + " exist; create it; the defaults count",
                        "ingressclass other: spec.parameters: names a Settings of group \"acme.io\";"
                                + " name a ConfigMap, without apiGroup; the defaults count",
                        "ingressclass wide: spec.parameters: has no namespace; write scope:"
                                + " Namespace and the ConfigMap's namespace; the defaults count"),
                rejections(compile()));
    }
}

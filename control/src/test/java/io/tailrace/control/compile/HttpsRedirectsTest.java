package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.core.route.ClassSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts redirect. */
final class HttpsRedirectsTest {
    @TempDir private static Path directory;

    private static Certified certified;

    private final Model model = new Model();

    @BeforeAll
    static void certify() {
        certified =
                new OpenSsl(directory).selfSigned(OpenSsl.EC, "a.example", "*.example", "b.c.d");
    }

    @BeforeEach
    void putSecret() {
        model.put(ourClass());
        putSecret("shop");
    }

    @Test
    void shouldRedirectTheHostsThatHaveACertificate() {
        model.put(
                web("a.example", "*.example", "b.c.d", "x.example")
                        .tls("tls", "a.example", "*.example")
                        .tls("missing", "b.c.d")
                        .build());

        assertEquals(Set.of("a.example", "*.example", "x.example"), redirected());
    }

    @Test
    void shouldRedirectNothingWhenThereIsNoTls() {
        model.put(web("a.example").tls("tls").annotation("force-ssl-redirect", "true").build());

        assertEquals(Set.of("a.example"), redirected());
        assertEquals(Set.of(), compile(null, 0).settings().keySet());
    }

    @Test
    void shouldFollowTheSecret() {
        model.put(web("a.example").tls("tls").build());
        assertEquals(Set.of("a.example"), redirected());

        model.remove(ObjectKey.secret("shop", "tls"));
        assertEquals(Set.of(), redirected());
    }

    @Test
    void shouldRedirectToTheDefaultCertificateOnlyWhenThereIsOne() {
        model.put(web("a.example", "b.example").tls("", "a.example").build());

        assertEquals(Set.of(), redirected());
        assertEquals(
                Set.of("a.example"),
                compile(ObjectKey.secret("shop", "tls"), 443).settings().keySet());
    }

    @Test
    void shouldDoAsItsAnnotationsSay() {
        model.put(web("a.example").tls("tls").annotation("ssl-redirect", "false").build());
        assertEquals(Set.of(), redirected());

        model.put(
                web("a.example", "")
                        .annotation("ssl-redirect", "false")
                        .annotation("force-ssl-redirect", "true")
                        .build());
        assertEquals(Set.of("a.example", ""), redirected());

        model.put(
                web("a.example")
                        .tls("tls")
                        .annotation("ssl-redirect", "no")
                        .annotation("ssl-redirekt", "false")
                        .build());
        assertEquals(Set.of("a.example"), redirected());
        assertEquals(
                List.of(
                        "ingress shop/web: annotation tailrace.io/ssl-redirect: \"no\" is neither"
                                + " \"true\" nor \"false\"; write one of them; true counts",
                        "ingress shop/web: metadata.annotations: \"tailrace.io/ssl-redirekt\" is no"
                                + " setting; see the documentation for those there are; passed"
                                + " over"),
                compile(null, 443).rejections().stream().map(Rejection::toString).toList());
    }

    @Test
    void shouldLetTheOldestIngressThatStatesTlsDecide() {
        model.put(web("a.example").bornAt(1).build());
        model.put(
                rules(ingress("second"), "/2", "a.example")
                        .bornAt(2)
                        .tls("tls")
                        .annotation("ssl-redirect", "false")
                        .build());
        model.put(rules(ingress("third"), "/3", "a.example").bornAt(3).tls("tls").build());
        assertEquals(Set.of(), redirected());

        model.put(rules(ingress("second"), "/2", "a.example").bornAt(2).tls("tls").build());
        assertEquals(Set.of("a.example"), redirected());
    }

    @Test
    void shouldLetNoOtherNamespaceRedirectAHost() {
        putSecret("evil");
        model.put(web("a.example").bornAt(1).build());
        model.put(
                rules(ingress("evil", "web"), "/2", "a.example", "x.example")
                        .bornAt(2)
                        .tls("tls", "*.example")
                        .annotation("force-ssl-redirect", "true")
                        .build());

        assertEquals(Set.of("x.example"), redirected());
    }

    @Test
    void shouldTellBrowsersOfTlsWhereTheHostHasACertificate() {
        ObjectKey parameters = new ObjectKey(Kind.CONFIG_MAP, "ingress", "settings");
        model.put(
                new ClassModel(
                        ourClass().key(),
                        ControlSettings.CONTROLLER_NAME,
                        false,
                        new ClassModel.Parameters("", "ConfigMap", "ingress", "settings")));
        model.put(new ConfigMapModel(parameters, Map.of("hsts", "on", "hsts-preload", "on")));
        model.put(
                web("a.example", "none.other")
                        .tls("tls", "a.example")
                        .tls("", "none.other")
                        .build());
        model.put(rules(ingress("second"), "/2", "x.example").tls("missing").build());

        Map<String, ClassSettings> settings = compile(null, 443).settings();

        assertEquals(
                Map.of("a.example", "max-age=31536000; preload"),
                settings.entrySet().stream()
                        .filter(e -> e.getValue().strictTransport().line().length > 0)
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        e -> e.getValue().strictTransport().toString())));
    }

    private void putSecret(String namespace) {
        model.put(
                new SecretModel(
                        ObjectKey.secret(namespace, "tls"),
                        "kubernetes.io/tls",
                        certified.certificate(),
                        certified.key(),
                        ""));
    }

    private static IngressBuilder web(String... hosts) {
        return rules(ingress("web"), "/", hosts);
    }

    private static IngressBuilder rules(IngressBuilder ingress, String path, String... hosts) {
        for (String host : hosts) {
            ingress.rule(host, path("Exact", path, "web:80"));
        }
        return ingress;
    }

    private Set<String> redirected() {
        return compile(null, 443).settings().keySet();
    }

    private DecisionTable compile(@Nullable ObjectKey defaultCertificate, int httpsPort) {
        return new RuleCompiler(
                        new CompileSettings(
                                ControlSettings.CONTROLLER_NAME,
                                null,
                                defaultCertificate,
                                httpsPort))
                .compile(model);
    }
}

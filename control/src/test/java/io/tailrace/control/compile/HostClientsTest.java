package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import io.tailrace.core.tls.ClientAuth;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hosts ask of the certificates of clients. */
final class HostClientsTest {
    private static final String CLOSES = "; requests for its hosts get 503";

    @TempDir private static Path directory;

    private static Certified authority;
    private static Certified other;

    private final Model model = new Model();
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));

    @BeforeAll
    static void certify() {
        OpenSsl openSsl = new OpenSsl(directory);
        authority = openSsl.authority("authority");
        other = openSsl.authority("other");
    }

    @BeforeEach
    void putClassAndSecret() {
        model.put(ourClass());
        putSecret(authority.certificate());
    }

    private void putSecret(String authorities) {
        model.put(new SecretModel(ObjectKey.secret("shop", "ca"), "Opaque", "", "", authorities));
    }

    private static IngressBuilder rules(IngressBuilder ingress, String path, String... hosts) {
        for (String host : hosts) {
            ingress.rule(host, path("Exact", path, "web:80"));
        }
        return ingress;
    }

    private static IngressBuilder web(String... hosts) {
        return rules(ingress("web"), "/", hosts);
    }

    private static @Nullable ClientCertificates asked(DecisionTable table, String host) {
        return table.settings().getOrDefault(host, ClassSettings.DEFAULT).clients();
    }

    private static ClientAuth meant(DecisionTable table, String host) {
        ClientAuth auth = table.clients().get(assertAsked(table, host));
        assertNotNull(auth);
        return auth;
    }

    private static ClientCertificates assertAsked(DecisionTable table, String host) {
        ClientCertificates asked = asked(table, host);
        assertNotNull(asked);
        return asked;
    }

    private static List<String> rejections(DecisionTable table) {
        return table.rejections().stream().map(Rejection::toString).toList();
    }

    @Test
    void shouldAskForAllPathsOfTheHostsOfTheIngress() {
        model.put(web("a.example", "*.example", "").annotation("auth-tls-secret", "ca").build());
        model.put(rules(ingress("more"), "/more", "a.example", "b.c.d").build());

        DecisionTable table = compiler.compile(model);

        ClientCertificates on = new ClientCertificates(Mode.ON, "shop/ca", 1, false, "");
        for (String host : List.of("a.example", "*.example", "")) {
            assertEquals(on, asked(table, host));
        }
        assertNull(asked(table, "b.c.d"));
        ClientAuth auth = meant(table, "a.example");
        assertNotNull(auth.authorities());
        assertEquals(List.of(), rejections(table));
    }

    @Test
    void shouldAskAsStated() {
        model.put(
                web("a.example")
                        .annotation("auth-tls-secret", "shop/ca")
                        .annotation("auth-tls-verify-client", "optional")
                        .annotation("auth-tls-verify-depth", "3")
                        .annotation("auth-tls-pass-certificate-to-upstream", "true")
                        .annotation("auth-tls-match-cn", "CN=till 7.shop.example")
                        .build());
        DecisionTable table = compiler.compile(model);
        assertEquals(
                new ClientCertificates(Mode.OPTIONAL, "shop/ca", 3, true, "till 7.shop.example"),
                asked(table, "a.example"));
        assertEquals(List.of(), rejections(table));
    }

    @Test
    void shouldAskNothingWhenOff() {
        model.put(
                web("a.example")
                        .annotation("auth-tls-secret", "missing")
                        .annotation("auth-tls-verify-client", "off")
                        .build());
        DecisionTable table = compiler.compile(model);
        assertNull(asked(table, "a.example"));
        assertEquals(List.of(), rejections(table));
    }

    @Test
    void shouldAskOfTheHostsThatADefaultBackendTakes() {
        model.put(
                ingress("rest")
                        .defaultBackend("web:80")
                        .annotation("auth-tls-secret", "ca")
                        .build());
        assertEquals("shop/ca", assertAsked(compiler.compile(model), "").secret());
    }

    // ---- what cannot be read never opens a host

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth-tls-secret | other/ca | \"other/ca\" is of another namespace; name a Secret of"
                        + " shop",
                "auth-tls-secret | shop/ | \"shop/\" is no Secret; write NAMESPACE/NAME",
                "auth-tls-secret | a/b/c | \"a/b/c\" is no Secret; write NAMESPACE/NAME",
                "auth-tls-match-cn | till | \"till\" does not begin with CN=; write CN= and the"
                        + " name",
                "auth-tls-match-cn | CN=.*\\.shop | \"CN=.*\\\\.shop\" is a regular expression or"
                        + " no name; write CN= and the whole name as it is; expressions are not"
                        + " supported",
                "auth-tls-match-cn | CN= | \"CN=\" is a regular expression or no name; write CN= and"
                        + " the whole name as it is; expressions are not supported",
            })
    void shouldCloseTheHostWhenWhoMayComeCannotBeRead(String name, String value, String why) {
        model.put(
                web("a.example")
                        .annotation("auth-tls-secret", "ca")
                        .annotation("auth-tls-verify-client", "optional")
                        .annotation(name, value)
                        .build());
        DecisionTable table = compiler.compile(model);
        assertTrue(meant(table, "a.example").isClosed());
        assertEquals(
                List.of("ingress shop/web: annotation tailrace.io/" + name + ": " + why + CLOSES),
                rejections(table));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "ON", ""})
    void shouldAskStrictlyWhenTheModeCannotBeRead(String mode) {
        model.put(
                web("a.example")
                        .annotation("auth-tls-secret", "ca")
                        .annotation("auth-tls-verify-client", mode)
                        .annotation("auth-tls-verify-depth", "11")
                        .annotation("auth-tls-pass-certificate-to-upstream", "yes")
                        .build());
        DecisionTable table = compiler.compile(model);
        assertEquals(
                new ClientCertificates(Mode.ON, "shop/ca", 1, false, ""),
                asked(table, "a.example"));
        assertEquals(3, table.rejections().size());
    }

    @Test
    void shouldSayThatNobodyIsAskedWhenNoSecretIsNamed() {
        model.put(
                web("a.example")
                        .annotation("auth-tls-verify-client", "on")
                        .annotation("auth-tls-error-page", "/x")
                        .build());
        DecisionTable table = compiler.compile(model);
        assertNull(asked(table, "a.example"));
        assertEquals(
                List.of(
                        "ingress shop/web: annotation tailrace.io/auth-tls-secret: is missing:"
                                + " clients are asked for no certificate, whatever"
                                + " auth-tls-verify-client may say; name the Secret with the"
                                + " authorities, or remove the others",
                        "ingress shop/web: metadata.annotations: \"tailrace.io/auth-tls-error-page\""
                                + " is no setting; see the documentation for those there are;"
                                + " passed over"),
                rejections(table));
    }

    // ---- the Secret

    @Test
    void shouldCloseTheHostWhenTheSecretIsMissingOrNeverWasGood() {
        model.put(web("a.example").annotation("auth-tls-secret", "ca").build());
        model.remove(ObjectKey.secret("shop", "ca"));
        DecisionTable table = compiler.compile(model);
        assertTrue(meant(table, "a.example").isClosed());
        assertEquals(
                List.of(
                        "ingress shop/web: annotation tailrace.io/auth-tls-secret: secret \"ca\""
                                + " does not exist; create it or correct the name; requests for its"
                                + " hosts get 503"),
                rejections(table));

        putSecret("nonsense");
        table = compiler.compile(model);
        assertTrue(meant(table, "a.example").isClosed());
        assertEquals(1, table.rejections().size());
        assertTrue(rejections(table).getFirst().startsWith("secret shop/ca: ca.crt: "));
    }

    @Test
    void shouldKeepTheLastGoodAuthoritiesWhenTheSecretGoesBad() {
        model.put(web("a.example").annotation("auth-tls-secret", "ca").build());
        ClientAuth good = meant(compiler.compile(model), "a.example");
        putSecret("nonsense");
        DecisionTable table = compiler.compile(model);
        assertEquals(good, meant(table, "a.example"));
        assertTrue(
                rejections(table)
                        .getFirst()
                        .endsWith("; the authorities that it held before count"));

        putSecret(other.certificate());
        assertNotEquals(good, meant(compiler.compile(model), "a.example"));
    }

    // ---- who decides

    @Test
    void shouldLetTheOldestIngressThatStatesItDecide() {
        model.put(web("a.example").bornAt(1).build());
        model.put(
                rules(ingress("second"), "/2", "a.example")
                        .bornAt(2)
                        .annotation("auth-tls-secret", "ca")
                        .build());
        model.put(
                rules(ingress("third"), "/3", "a.example")
                        .bornAt(3)
                        .annotation("auth-tls-secret", "ca")
                        .annotation("auth-tls-verify-client", "optional")
                        .build());
        model.put(
                rules(ingress("same"), "/4", "a.example")
                        .bornAt(4)
                        .annotation("auth-tls-secret", "shop/ca")
                        .build());

        DecisionTable table = compiler.compile(model);

        assertEquals(Mode.ON, assertAsked(table, "a.example").mode());
        assertEquals(
                List.of(
                        "ingress shop/third: annotation tailrace.io/auth-tls-secret for host"
                                + " \"a.example\": shadowed by shop/second, which states something"
                                + " else; state one thing for a host, in one Ingress; skipped"),
                rejections(table));
    }

    @Test
    void shouldServeNothingOfAnotherNamespaceThatAsks() {
        model.put(web("a.example").bornAt(1).build());
        model.put(
                rules(ingress("evil", "web"), "/2", "a.example", "x.example")
                        .bornAt(2)
                        .annotation("auth-tls-secret", "ca")
                        .build());

        DecisionTable table = compiler.compile(model);

        assertNull(asked(table, "a.example"));
        assertEquals(
                List.of("a.example/", "x.example/2"),
                table.rules().stream().map(rule -> rule.host() + rule.path()).toList());
        assertTrue(meant(table, "x.example").isClosed(), "its Secret does not exist");
        assertEquals(
                List.of(
                        "ingress evil/web: annotation tailrace.io/auth-tls-secret: secret \"ca\""
                                + " does not exist; create it or correct the name; requests for its"
                                + " hosts get 503",
                        "ingress evil/web: annotation tailrace.io/auth-tls-secret for host"
                                + " \"a.example\": the host is that of ingress shop/web, of another"
                                + " namespace; have it stated there; its rules for the"
                                + " host are skipped"),
                rejections(table));
    }
}

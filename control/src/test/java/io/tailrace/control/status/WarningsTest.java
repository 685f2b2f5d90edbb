package io.tailrace.control.status;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.status.Warning.Name;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WarningsTest {
    private static final ObjectKey WEB = ObjectKey.ingress("shop", "web");

    private final Shop shop = new Shop();

    @Test
    void shouldTellTheIngressWhatIsRejectedOfIt() {
        add(ingress("web").rule("a.example", path("Prefix", "/", "no:80")).build());

        Warning warning = warnings().values().iterator().next();
        assertEquals(WEB, warning.about());
        assertEquals("uid", warning.uid());
        assertEquals(
                "rule 1 path \"/\": service shop/no does not exist;"
                        + " create it or correct the name; it gets no requests",
                warning.message());
    }

    @Test
    void shouldTellTheIngressWhatIsWrongWithItsSecret() {
        shop.put(
                new SecretModel(
                        ObjectKey.secret("shop", "bad"),
                        "kubernetes.io/tls",
                        "no PEM",
                        "no PEM",
                        ""));
        add(
                ingress("web")
                        .rule("a.example", path("Prefix", "/", "web:80"))
                        .tls("bad", "a.example")
                        .build());

        List<Warning> warnings = List.copyOf(warnings().values());
        assertEquals(List.of(WEB), warnings.stream().map(Warning::about).distinct().toList());
        assertTrue(
                warnings.stream().anyMatch(w -> w.message().startsWith("secret shop/bad: tls.")),
                () -> warnings.toString());
    }

    @Test
    void shouldTellTheObjectItselfWhatConcernsNoIngress() {
        ObjectKey secret = ObjectKey.secret("shop", "nobodys");
        Seen seen = shop.publishSeen();
        Map<Name, Warning> warnings =
                Warnings.of(
                        List.of(Rejection.of(secret, "tls.crt", "is broken", "mend it")),
                        seen,
                        shop.facts::get);

        assertEquals(
                new Warning(secret, "", "tls.crt: is broken; mend it"),
                warnings.values().iterator().next());
    }

    @Test
    void shouldTellAnObjectOnlySoMuch() {
        IngressBuilder many = ingress("web");
        for (int i = 0; i < 50; i++) {
            many.rule("a.example", path("Prefix", "bad" + i, "web:80"));
        }
        add(many.build());

        assertEquals(Warnings.MOST, warnings().size());
    }

    @Test
    void shouldTellNothingOfAnIngressThatIsGone() {
        shop.put(ingress("web").rule("a.example", path("Prefix", "/", "no:80")).build());

        assertEquals(Map.of(), warnings());
    }

    @Test
    void shouldNameAnEventByWhatItSays() {
        Name one = new Warning(WEB, "uid", "message").name();

        assertEquals(one, new Warning(WEB, "uid", "message").name());
        assertNotEquals(one, new Warning(WEB, "uid", "another").name());
        assertNotEquals(one, new Warning(WEB, "other", "message").name());
        assertEquals("shop", one.namespace());
        assertTrue(one.name().matches("web\\.[0-9a-f]{16}"), one.name());
    }

    @Test
    void shouldFitIntoWhatTheApiServerTakes() {
        ObjectKey longest = ObjectKey.ingress("shop", "a".repeat(199) + "." + "b".repeat(53));
        Warning warning = new Warning(longest, "uid", "\u20ac".repeat(2000));

        assertTrue(warning.name().name().length() <= 253);
        assertTrue(warning.name().name().matches("a{199}\\.x\\.[0-9a-f]{16}"));
        assertTrue(warning.message().getBytes(StandardCharsets.UTF_8).length <= 1024);
    }

    @Test
    void shouldPutTheEventOfAnObjectWithoutNamespaceIntoTheDefaultOne() {
        Warning warning = new Warning(ObjectKey.ingressClass("edge"), "", "message");

        assertEquals("default", warning.name().namespace());
    }

    private void add(IngressModel stated) {
        shop.put(stated);
        shop.tell(stated);
    }

    private Map<Name, Warning> warnings() {
        Seen seen = shop.publishSeen();
        return Warnings.of(seen.rejections(), seen, shop.facts::get);
    }
}

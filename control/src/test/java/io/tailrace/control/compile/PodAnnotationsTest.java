package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.PodTls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodAnnotationsTest {
    private final List<Rejection> rejections = new ArrayList<>();

    @Test
    void shouldSpeakInClearWhenNothingIsStated() {
        assertNull(read(ingress("web")));
        assertNull(read(ingress("web").annotation("backend-protocol", "http")));
        assertRejections();
    }

    @Test
    void shouldTakeAnybodyWhenHttpsIsAllThatIsStated() {
        assertEquals(
                new PodTls(false, 1, "api.shop.svc", false, ""),
                read(ingress("web").annotation("backend-protocol", "https")));
        assertRejections();
    }

    @Test
    void shouldReadWhatIsStated() {
        assertEquals(
                new PodTls(true, 3, "api.example", true, "shop/ca"),
                read(
                        https().annotation("proxy-ssl-secret", "shop/ca")
                                .annotation("proxy-ssl-verify", "on")
                                .annotation("proxy-ssl-verify-depth", "3")
                                .annotation("proxy-ssl-name", "API.example.")
                                .annotation("proxy-ssl-server-name", "on")));
        assertEquals(
                new PodTls(false, 1, "api.shop.svc", false, "shop/ca"),
                read(https().annotation("proxy-ssl-secret", "ca")));
        assertRejections();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRPC", "grpcs", "AJP", "FCGI"})
    void shouldSpeakInClearWhenTheProtocolIsNotSupported(String protocol) {
        assertNull(read(ingress("web").annotation("backend-protocol", protocol)));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/backend-protocol: \""
                        + protocol
                        + "\" is not supported; write one of HTTP and HTTPS; HTTP counts");
    }

    @Test
    void shouldSpeakInClearWhenTheProtocolIsUnknown() {
        assertNull(read(ingress("web").annotation("backend-protocol", "SPDY")));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/backend-protocol: \"SPDY\" is neither"
                        + " \"HTTP\" nor \"HTTPS\"; write one of HTTP and HTTPS; HTTP counts");
    }

    @Test
    void shouldSayWhenVerificationIsAskedForInClear() {
        assertNull(
                read(
                        ingress("web")
                                .annotation("proxy-ssl-verify", "on")
                                .annotation("proxy-ssl-secret", "ca")));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/backend-protocol: is not \"HTTPS\": pods"
                        + " are spoken to in clear, whatever proxy-ssl-secret, proxy-ssl-verify may"
                        + " say; write HTTPS, or remove the others");
    }

    @Test
    void shouldVerifyWhenItCannotBeReadWhether() {
        assertEquals(
                new PodTls(true, 1, "api.shop.svc", false, ""),
                read(https().annotation("proxy-ssl-verify", "true")));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/proxy-ssl-verify: \"true\" is neither"
                        + " \"on\" nor \"off\"; write one of them; on counts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "", "two", "9999999999"})
    void shouldNotTakeAnotherDepth(String depth) {
        assertEquals(
                new PodTls(false, 1, "api.shop.svc", false, ""),
                read(https().annotation("proxy-ssl-verify-depth", depth)));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/proxy-ssl-verify-depth: \""
                        + depth
                        + "\" is no number from 1 to 10; write one; 1 counts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.example", "*", "10.0.0.1", "a_b", "a..b"})
    void shouldNotTakeWhatIsNoName(String name) {
        assertEquals(
                new PodTls(false, 1, "api.shop.svc", false, ""),
                read(https().annotation("proxy-ssl-name", name)));
        assertEquals(1, rejections.size());
    }

    @ParameterizedTest
    @CsvSource({
        "other/ca, is of another namespace; name a Secret of shop; none counts",
        "/ca, is of another namespace; name a Secret of shop; none counts",
        "shop/, is no Secret; write NAMESPACE/NAME; none counts",
        "shop/a/b, is no Secret; write NAMESPACE/NAME; none counts"
    })
    void shouldNotTakeASecretThatIsNotTheNamespaces(String secret, String why) {
        assertEquals(
                new PodTls(false, 1, "api.shop.svc", false, ""),
                read(https().annotation("proxy-ssl-secret", secret)));
        assertRejections(
                "ingress shop/web: annotation tailrace.io/proxy-ssl-secret: \""
                        + secret
                        + "\" "
                        + why);
    }

    private static IngressBuilder https() {
        return ingress("web").annotation("backend-protocol", "HTTPS");
    }

    /** How pods of the Service api are spoken to. */
    private @Nullable PodTls read(IngressBuilder ingress) {
        return PodAnnotations.read(new AnnotationReader(ingress.build(), rejections), false)
                .of("api");
    }

    private void assertRejections(String... expected) {
        assertEquals(List.of(expected), rejections.stream().map(Rejection::toString).toList());
    }
}

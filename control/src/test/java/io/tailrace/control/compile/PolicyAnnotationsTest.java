package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.Samples;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.Balance;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PodTls;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.RouteWaits;
import io.tailrace.core.route.Rule;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an Ingress says of requests on their way, until it is in a snapshot. */
final class PolicyAnnotationsTest {
    private static final long MS = 1_000_000;

    private final Model model = new Model();
    private final List<Rejection> rejections = new ArrayList<>();

    private RoutePolicy read(IngressBuilder ingress) {
        AnnotationReader reader = new AnnotationReader(ingress.build(), rejections);
        return PolicyAnnotations.read(reader, PodAnnotations.read(reader, false));
    }

    @Test
    void shouldShareTheDefaultWhenNothingIsStated() {
        assertSame(RoutePolicy.DEFAULT, read(ingress("web")));
        assertEquals(List.of(), rejections);
    }

    @Test
    void shouldReadWhatIsStated() {
        assertEquals(
                new RoutePolicy(
                        10 << 20,
                        new RouteWaits(500 * MS, 5_000 * MS, 60_000 * MS, 3_600_000 * MS, 7 * MS),
                        Balance.ROUND_ROBIN,
                        new ClusterKey("shop", "sorry", "http")),
                read(
                        ingress("web")
                                .annotation("request-body-max-size", "10MiB")
                                .annotation("connect-timeout", "500ms")
                                .annotation("response-head-timeout", "5s")
                                .annotation("response-body-timeout", "1m")
                                .annotation("tunnel-idle-timeout", "1h")
                                .annotation("exchange-timeout", "7ms")
                                .annotation("load-balance", "round-robin")
                                .annotation("default-backend", "sorry:http")));
        assertEquals(List.of(), rejections);
    }

    @Test
    void shouldSpeakToTheFallbackAsToTheOthers() {
        assertEquals(
                new ClusterKey(
                        "shop",
                        "sorry",
                        "",
                        new PodTls(false, 1, "sorry.shop.svc", false, ""),
                        true),
                read(ingress("web")
                                .annotation("backend-protocol", "HTTPS")
                                .annotation("service-upstream", "true")
                                .annotation("default-backend", "sorry"))
                        .fallback());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "other/sorry",
                "Sorry",
                "sorry:",
                "sorry:0",
                "sorry:65536",
                "sorry:-1",
                "sorry:80:80",
                "-sorry",
                "sorry:Http",
                "so rry",
                "sorry:99999999"
            })
    void shouldRefuseAFallbackThatIsNoServiceOfTheNamespace(String stated) {
        assertNull(read(ingress("web").annotation("default-backend", stated)).fallback());
        assertEquals(1, rejections.size());
        assertEquals(
                "write SERVICE or SERVICE:PORT, of the Ingress's namespace; none counts",
                rejections.getFirst().remedy());
    }

    @Test
    void shouldSayWhatCountsWhenATimeCannotBeRead() {
        assertSame(
                RoutePolicy.DEFAULT,
                read(ingress("web").annotation("response-head-timeout", "60")));
        assertEquals(
                "[ingress shop/web: annotation tailrace.io/response-head-timeout: \"60\" is no time"
                        + " from 1ms to 24h; write one as 500ms, 3s, 5m or 1h;"
                        + " --response-head-timeout counts]",
                rejections.toString());
    }

    // ---- all the way

    private void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }

    /** Compiles and publishes all, as a process with these settings. */
    private Snapshot publish(boolean byAddress, @Nullable ClusterKey defaultBackend) {
        EndpointSettings endpoints = new EndpointSettings("", "", byAddress, true, false);
        SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
        Publisher publisher =
                new Publisher(
                        cell,
                        new GenerationBoard(1),
                        new InForceCell(),
                        new ClusterBook(endpoints, ExternalAddresses.NONE));
        DecisionTable table =
                new RuleCompiler(
                                new CompileSettings(
                                        ControlSettings.CONTROLLER_NAME,
                                        defaultBackend,
                                        null,
                                        0,
                                        endpoints,
                                        false))
                        .compile(model);
        publisher.publish(table, model, model.takeChanges().services());
        rejections.addAll(publisher.report(List.of(), Instant.EPOCH).rejections());
        return cell.current();
    }

    private static String endpoints(Snapshot snapshot, ClusterKey key) {
        Cluster cluster = Objects.requireNonNull(snapshot.cluster(key));
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            endpoints.add(cluster.endpoint(i).toString());
        }
        return endpoints.toString();
    }

    private static IngressBuilder web() {
        return ingress("web").rule("a.example", path("Prefix", "/", "web:80"));
    }

    @Test
    void shouldHaveTheClusterOfTheFallbackInTheSnapshot() {
        put(
                Samples.ourClass(),
                web().defaultBackend("rest:80").annotation("default-backend", "sorry").build(),
                service("web", port("", 80)),
                service("rest", port("", 80)),
                service("sorry", port("", 80)),
                slice("s", "sorry", port("", 8080), ready("10.0.0.9")));

        Snapshot snapshot = publish(false, null);

        ClusterKey sorry = new ClusterKey("shop", "sorry", "");
        assertEquals("[10.0.0.9:8080]", endpoints(snapshot, sorry));
        for (Rule rule : snapshot.routes().rules()) {
            assertEquals(sorry, rule.policy().fallback());
        }
        assertEquals(List.of(), rejections);
    }

    @Test
    void shouldTellTheIngressWhenTheFallbackDoesNotExist() {
        put(
                Samples.ourClass(),
                web().annotation("default-backend", "sorry").build(),
                service("web", port("", 80)));

        publish(false, null);

        assertEquals(
                "[ingress shop/web: rule 1 path \"/\": service shop/sorry does not exist; create it"
                        + " or correct the name; it gets no requests]",
                rejections.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "false, , [10.0.0.1:8080]",
        "false, true, [10.96.0.7:80]",
        "true, , [10.96.0.7:80]",
        "true, false, [10.0.0.1:8080]"
    })
    void shouldReachAServiceByItsAddressWhenTheIngressOrTheProcessSaysSo(
            boolean ofProcess, @Nullable String stated, String expected) {
        IngressBuilder ingress = web();
        if (stated != null) {
            ingress.annotation("service-upstream", stated);
        }
        put(
                Samples.ourClass(),
                ingress.build(),
                withAddress(),
                slice("s", "web", port("", 8080), ready("10.0.0.1")));

        Snapshot snapshot = publish(ofProcess, null);

        ClusterKey key = snapshot.routes().rules().getFirst().target();
        assertEquals(expected, endpoints(snapshot, key));
    }

    private static ServiceModel withAddress() {
        return new ServiceModel(
                ObjectKey.service("shop", "web"),
                List.of(port("", 80)),
                false,
                "",
                List.of(InetAddress.ofLiteral("10.96.0.7")),
                List.of("IPv4"),
                false);
    }

    @Test
    void shouldReachTheControllersDefaultBackendByItsAddressWhenTheProcessSaysSo() {
        put(Samples.ourClass(), withAddress());

        Snapshot snapshot = publish(true, new ClusterKey("shop", "web", "80"));

        ClusterKey key = snapshot.routes().rules().getFirst().target();
        assertEquals("[10.96.0.7:80]", endpoints(snapshot, key));
    }

    @Test
    void shouldShowInTheFingerprintWhenAPolicyIsStated() {
        put(Samples.ourClass(), web().build());
        long plain = publish(false, null).routes().fingerprint();
        put(web().annotation("load-balance", "round-robin").build());
        assertNotEquals(plain, publish(false, null).routes().fingerprint());
    }
}

package io.tailrace.control.compile;

import static io.tailrace.control.Samples.notReady;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.slice;
import static io.tailrace.control.Samples.terminating;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tailrace.control.compile.ExternalAddresses.Answer;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.core.route.ClusterKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoints a Service port has; {@link ClusterBookTest} has the plain cases. */
final class EndpointResolverTest {
    private static final ObjectKey KEY = ObjectKey.service("shop", "web");
    private static final PortModel HTTP = port("http", 80);
    private static final PortModel POD = port("http", 8080);

    private final Model model = new Model();
    private final Map<String, Answer> answers = new HashMap<>();

    /** Names by {@link #answers}. */
    private final ExternalAddresses names =
            new ExternalAddresses() {
                @Override
                public @Nullable Answer of(ObjectKey service, String name) {
                    assertEquals(KEY, service);
                    return answers.get(name);
                }

                @Override
                public void forget(ObjectKey service) {}

                @Override
                public Set<ObjectKey> takeChanged() {
                    return Set.of();
                }
            };

    private void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }

    private Resolution resolve(EndpointSettings settings, String port) {
        return new EndpointResolver(settings, names)
                .resolve(new ClusterKey("shop", "web", port), model);
    }

    private static List<String> addresses(Resolution resolution) {
        return resolution.addresses().stream()
                .map(at -> at.getAddress().getHostAddress() + ":" + at.getPort())
                .toList();
    }

    private List<String> addresses() {
        return addresses(resolve(EndpointSettings.STANDALONE, "80"));
    }

    private static ServiceModel service(
            List<PortModel> ports,
            List<String> ownAddresses,
            List<String> families,
            boolean publishesNotReady) {
        return new ServiceModel(
                KEY,
                ports,
                false,
                "",
                ownAddresses.stream().map(InetAddress::ofLiteral).toList(),
                families,
                publishesNotReady);
    }

    private static ServiceModel service() {
        return service(List.of(HTTP), List.of(), List.of(), false);
    }

    @Nested
    final class Hints {
        private List<String> at(String node, String zone) {
            return addresses(resolve(new EndpointSettings(node, zone, false, true, false), "80"));
        }

        private static EndpointModel hinted(String address, String zone, String node) {
            return new EndpointModel(
                    InetAddress.ofLiteral(address),
                    true,
                    true,
                    false,
                    zone.isEmpty() ? List.of() : List.of(zone),
                    node.isEmpty() ? List.of() : List.of(node));
        }

        @Test
        void shouldTakeThoseMeantForTheZone() {
            put(
                    service(),
                    slice(
                            "a",
                            "web",
                            POD,
                            hinted("10.0.0.1", "z1", ""),
                            hinted("10.0.0.2", "z2", "")),
                    slice("b", "web", POD, hinted("10.0.0.3", "z1", "")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.3:8080"), at("", "z1"));
            assertEquals(List.of("10.0.0.2:8080"), at("n1", "z2"));
        }

        @Test
        void shouldTakeThoseMeantForTheNodeFirst() {
            put(
                    service(),
                    slice(
                            "a",
                            "web",
                            POD,
                            hinted("10.0.0.1", "z1", "n1"),
                            hinted("10.0.0.2", "z1", "n2"),
                            hinted("10.0.0.3", "z2", "n3")));

            assertEquals(List.of("10.0.0.2:8080"), at("n2", "z1"));
            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080"), at("n9", "z1"));
        }

        @Test
        void shouldTakeAllWhenNoneIsMeantForUs() {
            put(
                    service(),
                    slice(
                            "a",
                            "web",
                            POD,
                            hinted("10.0.0.1", "z1", ""),
                            hinted("10.0.0.2", "z2", "")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080"), at("n1", "z3"));
            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080"), at("", ""));
        }

        @Test
        void shouldTakeAllWhenOneReadyOneDoesNotSayForWhomItIs() {
            put(service(), slice("a", "web", POD, hinted("10.0.0.1", "z1", ""), ready("10.0.0.2")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080"), at("", "z1"));
        }

        @Test
        void shouldNotAskThoseThatAreNotReady() {
            put(
                    service(),
                    slice(
                            "a",
                            "web",
                            POD,
                            hinted("10.0.0.1", "z1", ""),
                            hinted("10.0.0.2", "z2", ""),
                            notReady("10.0.0.3"),
                            terminating("10.0.0.4")));

            assertEquals(List.of("10.0.0.1:8080"), at("", "z1"));
        }
    }

    @Nested
    final class Ports {
        @Test
        void shouldTakeTheFirstPortWhenNoneIsNamed() {
            put(
                    service(List.of(port("admin", 81), HTTP), List.of(), List.of(), false),
                    slice("a", "web", port("admin", 9090), ready("10.0.0.1")),
                    slice("b", "web", POD, ready("10.0.0.2")));

            assertEquals(
                    List.of("10.0.0.1:9090"), addresses(resolve(EndpointSettings.STANDALONE, "")));
        }

        @Test
        void shouldSayWhenThereIsNoFirstPort() {
            put(service(List.of(), List.of(), List.of(), false));

            assertEquals(
                    new Resolution.Problem(
                            "service shop/web has no TCP port", "add the port to it"),
                    resolve(EndpointSettings.STANDALONE, "").problem());
        }

        /** A headless Service's port may differ from that of its pods, though nobody maps it. */
        @Test
        void shouldTakeThePortOfTheSliceWhenTheServiceIsHeadless() {
            put(service(), slice("a", "web", POD, ready("10.0.0.1"), ready("10.0.0.2")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080"), addresses());
        }

        @Test
        void shouldTakeEachSlicesOwnNumberWhenTheTargetPortIsAName() {
            put(
                    service(),
                    slice("a", "web", port("http", 8080), ready("10.0.0.1")),
                    slice("b", "web", port("http", 9090), ready("10.0.0.2")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:9090"), addresses());
        }
    }

    @Nested
    final class Readiness {
        @Test
        void shouldTakeAllWhenTheServicePublishesThoseThatAreNotReady() {
            put(
                    service(List.of(HTTP), List.of(), List.of(), true),
                    slice(
                            "a",
                            "web",
                            POD,
                            ready("10.0.0.1"),
                            notReady("10.0.0.2"),
                            terminating("10.0.0.3")));

            assertEquals(List.of("10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080"), addresses());
        }
    }

    @Nested
    final class Families {
        private void put(String first, String second, EndpointModel v6) {
            EndpointResolverTest.this.put(
                    service(List.of(HTTP), List.of(), List.of(first, second), false),
                    slice("a", "web", POD, ready("10.0.0.1"), notReady("10.0.0.2")),
                    slice("b", "web", POD, v6));
        }

        @Test
        void shouldTakeEachPodOnceWhenTheServiceHasTwoFamilies() {
            put("IPv4", "IPv6", ready("fd00::1"));
            assertEquals(List.of("10.0.0.1:8080"), addresses());
            put("IPv6", "IPv4", ready("fd00::1"));
            assertEquals(List.of("fd00:0:0:0:0:0:0:1:8080"), addresses());
        }

        @Test
        void shouldTakeTheOtherFamilyWhenTheFirstHasNoReadyOne() {
            put("IPv6", "IPv4", notReady("fd00::1"));
            assertEquals(List.of("10.0.0.1:8080"), addresses());
        }
    }

    @Nested
    final class OwnAddress {
        private Resolution own(EndpointSettings settings) {
            return new EndpointResolver(settings, names)
                    .resolve(new ClusterKey("shop", "web", "http").viaAddress(), model);
        }

        @Test
        void shouldBeTheOneEndpointAtThePortOfTheService() {
            put(
                    service(
                            List.of(port("admin", 81), HTTP),
                            List.of("10.96.0.7", "fd00::7"),
                            List.of("IPv4", "IPv6"),
                            false),
                    slice("a", "web", POD, ready("10.0.0.1"), ready("10.0.0.2")));

            assertEquals(List.of("10.96.0.7:80"), addresses(own(EndpointSettings.CLUSTER)));
        }

        @Test
        void shouldSayWhenTheServiceHasNone() {
            put(service(), slice("a", "web", POD, ready("10.0.0.1")));

            Resolution resolution = own(EndpointSettings.CLUSTER);

            assertEquals(List.of(), addresses(resolution));
            assertEquals(
                    new Resolution.Problem(
                            "service shop/web has no address of its own: it is headless",
                            "have its pods chosen here (annotation service-upstream: \"false\"),"
                                    + " or give it an address"),
                    resolution.problem());
        }

        @Test
        void shouldSayWhenItIsOneThatNoServiceHas() {
            put(service(List.of(HTTP), List.of("169.254.169.254"), List.of(), false));

            assertEquals(
                    new Resolution.Problem(
                            "service shop/web: 169.254.169.254 is a link-local address",
                            "give it another, or allow such addresses: --allow-local-endpoints on"),
                    own(EndpointSettings.CLUSTER).problem());
            assertEquals(
                    List.of("169.254.169.254:80"), addresses(own(EndpointSettings.STANDALONE)));
        }
    }

    @Nested
    final class Guarded {
        @Test
        void shouldLeaveOutAddressesThatNoPodHasAndSayOneOfThem() {
            put(
                    service(),
                    slice(
                            "a",
                            "web",
                            POD,
                            ready("10.0.0.1"),
                            ready("127.0.0.1"),
                            ready("127.0.0.2")),
                    slice("b", "web", POD, ready("64:ff9b::127.0.0.1")));

            Resolution resolution = resolve(EndpointSettings.CLUSTER, "80");

            assertEquals(List.of("10.0.0.1:8080"), addresses(resolution));
            assertEquals(
                    List.of(
                            "endpointslice shop/a: endpoints[1]: 127.0.0.1 is a loopback address;"
                                    + " write addresses of pods, or allow such addresses:"
                                    + " --allow-local-endpoints on; such endpoints of the slice are"
                                    + " skipped",
                            "endpointslice shop/b: endpoints[0]: 64:ff9b:0:0:0:0:7f00:1 is a"
                                    + " loopback address of IPv4; write addresses of pods, or allow"
                                    + " such addresses: --allow-local-endpoints on; such endpoints"
                                    + " of the slice are skipped"),
                    resolution.rejections().stream().map(Object::toString).toList());
        }

        @Test
        void shouldTakeThemWhenThatIsAllowed() {
            put(service(), slice("a", "web", POD, ready("127.0.0.1")));

            Resolution resolution = resolve(EndpointSettings.STANDALONE, "80");

            assertEquals(List.of("127.0.0.1:8080"), addresses(resolution));
            assertEquals(List.of(), resolution.rejections());
        }
    }

    @Nested
    final class External {
        private static final EndpointSettings ON = new EndpointSettings("", "", false, false, true);

        private void put(String name, PortModel... ports) {
            EndpointResolverTest.this.put(
                    new ServiceModel(KEY, List.of(ports), true, name, List.of(), List.of(), false));
        }

        private static List<InetAddress> known(String... literals) {
            return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
        }

        @Test
        void shouldSayHowToSwitchItOnWhenItIsOff() {
            put("web.example");
            answers.put("web.example", new Answer(known("192.0.2.1"), "", ""));

            assertEquals(
                    new Resolution.Problem(
                            "service shop/web is of type ExternalName, which is not served",
                            "name a service with endpoints, or switch it on: --external-names on"),
                    resolve(EndpointSettings.CLUSTER, "80").problem());
        }

        @ParameterizedTest
        @CsvSource({"80, 80", "443, 443", "web, 8443", "'', 8443"})
        void shouldHaveTheAddressesOfTheName(String port, int number) {
            put("Web.Example.", port("web", 8443));
            answers.put("web.example", new Answer(known("192.0.2.9", "192.0.2.1"), "", ""));

            Resolution resolution = resolve(ON, port);

            assertEquals(
                    List.of("192.0.2.1:" + number, "192.0.2.9:" + number), addresses(resolution));
            assertNull(resolution.problem());
            assertEquals(List.of(), resolution.rejections());
        }

        @Test
        void shouldHaveNoneAndSayNothingUntilThereIsAnAnswer() {
            put("web.example");
            assertEquals(Resolution.NOTHING, resolve(ON, "80"));
        }

        @Test
        void shouldKeepTheLastGoodAnswerAndSayWhyThereIsNoNewerOne() {
            put("web.example");
            answers.put(
                    "web.example", new Answer(known("192.0.2.1"), "", "cannot be resolved: no"));

            Resolution resolution = resolve(ON, "80");

            assertEquals(List.of("192.0.2.1:80"), addresses(resolution));
            assertNull(resolution.problem());
            assertEquals(
                    "[service shop/web: spec.externalName \"web.example\": cannot be resolved: no;"
                            + " see to the resolver; the last good answer stays in force]",
                    resolution.rejections().toString());
        }

        @Test
        void shouldSayWhenNoAddressIsLeft() {
            put("web.example");
            answers.put(
                    "web.example", new Answer(List.of(), "127.0.0.1 is a loopback address", ""));

            Resolution resolution = resolve(ON, "80");

            assertEquals(List.of(), addresses(resolution));
            assertNotNull(resolution.problem());
            assertEquals(
                    "[service shop/web: spec.externalName \"web.example\": 127.0.0.1 is a loopback"
                            + " address; have the name say others; skipped]",
                    resolution.rejections().toString());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "127.0.0.1",
                    "127.1",
                    "2130706433",
                    "0x7f000001",
                    "10.0.0.0x1",
                    "*.example",
                    "::1",
                    "a b",
                    "web..example",
                    "1.2.3.4."
                })
        void shouldRefuseWhatIsNoHostName(String name) {
            put(name);
            answers.put(name, new Answer(known("127.0.0.1"), "", ""));

            Resolution resolution = resolve(ON, "80");

            assertEquals(List.of(), addresses(resolution));
            assertNotNull(resolution.problem());
            assertEquals("write the name of a host", resolution.problem().remedy());
        }

        @Test
        void shouldRefuseAPortNameThatItDoesNotList() {
            put("web.example");
            answers.put("web.example", new Answer(known("192.0.2.1"), "", ""));
            assertEquals(
                    new Resolution.Problem(
                            "service shop/web has no TCP port http",
                            "write the number of the port, or list it"),
                    resolve(ON, "http").problem());
            assertNotNull(resolve(ON, "70000").problem());
            assertNotNull(resolve(ON, "").problem());
        }
    }
}

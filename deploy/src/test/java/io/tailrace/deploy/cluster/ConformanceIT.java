package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tailrace.deploy.CertificateFiles;
import io.tailrace.deploy.Peers;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the conformance suite of the Ingress API asks of a controller. Each case makes an Ingress
 * with hosts that none had before, waits until its status has an address, and then asks there,
 * once: the first answer is to be right.
 */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceIT {
    private static final String INGRESS = "tested";
    private static final int BALANCED_PODS = 10;

    private final Cluster cluster;
    private int cases;

    ConformanceIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        List.of("foo-exact", "deep-exact", "foo-prefix", "aaa-prefix", "bbb-prefix", "slash-prefix")
                .forEach(service -> cluster.service(service, 1));
        List.of("all", "any-foo", "bar").forEach(service -> cluster.service(service, 1));
        cluster.service("balanced", BALANCED_PODS);
        cluster.grantSecrets();
        cluster.tailrace("--http", cluster.node() + ":80", "--https", cluster.node() + ":443");
    }

    @AfterEach
    void removeIngresses() {
        cluster.removeIngresses();
        cases++;
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "GET,/sub-path", "POST,/sub-path", "DELETE,/a/b?c=d", "OPTIONS,/"})
    void shouldSendAllToTheDefaultBackendWhenThereAreNoRules(String method, String target)
            throws IOException {
        cluster.apply(ingress("defaultBackend: " + backend("all:80")));
        expect(method, withCase("any+.test"), target, "all");
    }

    /** The {@code +} of a host stands for what makes it new in each case. */
    @ParameterizedTest
    @CsvSource({
        "foo.bar+.test,             bar",
        "FOO.bar+.test,             bar",
        "foo.bar+.test:80,          bar",
        "sub.foo.bar+.test,         404",
        "bar+.test,                 404",
        "other.test,                404",
        "bar.foo+.test,             any-foo",
        "baz.bar.foo+.test,         404",
        "foo+.test,                 404",
    })
    void shouldChooseByHost(String host, String expected) throws IOException {
        cluster.apply(ingress(hostRules("")));
        expect("GET", withCase(host), "/", expected);
    }

    @ParameterizedTest
    @CsvSource({
        "foo.bar+.test,             bar",
        "bar.foo+.test,             any-foo",
    })
    void shouldChooseByHostOverTls(String host, String expected, @TempDir Path directory)
            throws Exception {
        Peers.need("openssl", "openssl");
        String named = withCase(host);
        CertificateFiles files =
                CertificateFiles.make(directory, "conformance", "ec:prime256v1", named);
        cluster.apply(files.secret("conformance"));
        cluster.apply(
                ingress(
                        hostRules(
                                "tls: [{hosts: ['%s'], secretName: conformance}]"
                                        .formatted(named.replace("bar.foo", "*.foo")))));
        try (RawConnection connection = Verified.connect(address(443), named, files.pem())) {
            assertServedBy(expected, named, connection.get(named, "/"));
        }
    }

    @ParameterizedTest
    @CsvSource({"foo.com", "nothing"})
    void shouldLeaveIngressesOfOtherClassesAlone(String className) throws IOException {
        cluster.apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: foo.com}
                spec: {controller: foo.com/controller}
                """);
        cluster.apply(
                ingress(rules("other+.test", "Prefix / bar:80"))
                        .replace("name: " + INGRESS, "name: other")
                        .replace("ingressClassName: tailrace", "ingressClassName: " + className));
        // Once this later one has been published, the other one would have been.
        cluster.apply(ingress(rules("ours+.test", "Prefix / bar:80")));
        expect("GET", withCase("ours+.test"), "/", "bar");
        assertEquals(404, RawConnection.get(address(80), withCase("other+.test"), "/").status());
        assertFalse(Cluster.isPublished(cluster.ingress("other")));
    }

    @Test
    void shouldUseAllPodsOfAServiceWhenConnectionsAreNew() throws IOException {
        cluster.apply(ingress(rules("balanced+.test", "Prefix / balanced:80")));
        InetSocketAddress address = address(80);
        Set<String> pods = new TreeSet<>();
        for (int i = 0; i < 25 * BALANCED_PODS; i++) {
            RawResponse response = RawConnection.get(address, withCase("balanced+.test"), "/");
            assertServedBy("balanced", withCase("balanced+.test"), response);
            pods.add(response.pod());
        }
        assertEquals(BALANCED_PODS, pods.size(), pods::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "/foo,                      foo-exact",
        "/foo?a=/b,                 foo-exact",
        "/bar,                      404",
        "/foo/,                     404",
        "/foo/bar,                  404",
        "/FOO,                      404",
        "/deep/er/,                 deep-exact",
        "/deep/er,                  404",
    })
    void shouldMatchExactPaths(String target, String expected) throws IOException {
        expectPath("Exact /foo foo-exact:80, Exact /deep/er/ deep-exact:http", target, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/foo,                      foo-prefix",
        "/foo/,                     foo-prefix",
        "/FOO,                      404",
        "/foobar,                   404",
        "/aaa/bb,                   aaa-prefix",
        "/aaa/bbb,                  bbb-prefix",
        "/aaa/bbb/,                 bbb-prefix",
        "/aaa/bbb/ccc,              bbb-prefix",
        "/aaa/bbbxyz,               aaa-prefix",
        "/aaa/ccc,                  aaa-prefix",
        "/aaaccc,                   404",
        "/slash,                    slash-prefix",
        "/slash/,                   slash-prefix",
        "/slash/a,                  slash-prefix",
        "/slasha,                   404",
    })
    void shouldMatchPrefixesByElements(String target, String expected) throws IOException {
        expectPath(
                "Prefix /foo foo-prefix:80, Prefix /aaa/bbb bbb-prefix:80, Prefix /aaa"
                        + " aaa-prefix:http, Prefix /slash/ slash-prefix:80",
                target,
                expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/,                         foo-prefix",
        "/aaa,                      aaa-prefix",
        "/ccc,                      foo-prefix",
    })
    void shouldMatchAllWhenThePrefixIsTheRoot(String target, String expected) throws IOException {
        expectPath("Prefix / foo-prefix:80, Prefix /aaa aaa-prefix:80", target, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/foo,                      foo-exact",
        "/foo/,                     foo-prefix",
        "/foo/bar,                  foo-prefix",
    })
    void shouldPreferExactPaths(String target, String expected) throws IOException {
        expectPath("Prefix /foo foo-prefix:80, Exact /foo foo-exact:80", target, expected);
    }

    private void expectPath(String paths, String target, String expected) throws IOException {
        cluster.apply(ingress(rules("paths+.test", paths)));
        expect("GET", withCase("paths+.test"), target, expected);
    }

    /**
     * Asks once, where the status says, as soon as it says so.
     *
     * @param expected a Service, or the status of the answer
     */
    private void expect(String method, String host, String target, String expected)
            throws IOException {
        try (RawConnection connection = new RawConnection(address(80))) {
            connection.send(
                    method
                            + " "
                            + target
                            + " HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nContent-Length: 0\r\n\r\n");
            RawResponse response = connection.read();
            if (expected.equals("404")) {
                assertEquals(404, response.status(), response::toString);
            } else {
                assertServedBy(expected, host, response);
                assertEquals(method + " " + host + target, response.body());
            }
        }
    }

    private static void assertServedBy(String service, String host, RawResponse response) {
        assertEquals(200, response.status(), response::toString);
        assertEquals(service, response.pod().replaceFirst("-\\d+$", ""), response::toString);
        for (String field : List.of("date", "server", "content-length")) {
            assertFalse(response.field(field).isEmpty(), () -> field + " of " + host);
        }
    }

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(cluster.awaitAddress(INGRESS)), port);
    }

    private String withCase(String host) {
        return host.replace("+", String.valueOf(cases));
    }

    private String ingress(String spec) {
        return """
               apiVersion: networking.k8s.io/v1
               kind: Ingress
               metadata: {name: %s}
               spec: {ingressClassName: tailrace, %s}
               """
                .formatted(INGRESS, spec);
    }

    private String hostRules(String more) {
        return more
                + (more.isEmpty() ? "" : ", ")
                + "rules: ["
                + rule("*.foo+.test", "Prefix / any-foo:80")
                + ", "
                + rule("foo.bar+.test", "Prefix / bar:http")
                + "]";
    }

    private String rules(String host, String paths) {
        return "rules: [" + rule(host, paths) + "]";
    }

    /**
     * One rule.
     *
     * @param paths type, path and service:port each
     */
    private String rule(String host, String paths) {
        StringBuilder rule = new StringBuilder();
        for (String path : paths.split(", ", -1)) {
            String[] parts = path.split(" ", 3);
            rule.append(rule.isEmpty() ? "" : ", ")
                    .append("{pathType: ")
                    .append(parts[0])
                    .append(", path: ")
                    .append(parts[1])
                    .append(", backend: ")
                    .append(backend(parts[2]))
                    .append('}');
        }
        return "{host: '%s', http: {paths: [%s]}}".formatted(withCase(host), rule);
    }

    /** A port that is a number, or a name. */
    private static String backend(String servicePort) {
        String[] parts = servicePort.split(":", 2);
        String by = Character.isDigit(parts[1].charAt(0)) ? "number" : "name";
        return "{service: {name: %s, port: {%s: %s}}}".formatted(parts[0], by, parts[1]);
    }
}

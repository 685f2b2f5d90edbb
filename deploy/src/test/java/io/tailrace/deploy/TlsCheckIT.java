package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our script that looks for weak options of TLS finds none at our own listener. */
final class TlsCheckIT {
    @TempDir private Path directory;
    @TempDir private Path certificates;

    @ParameterizedTest
    @CsvSource({"conscrypt, ec:prime256v1", "conscrypt, rsa:2048", "jdk, rsa:2048"})
    void shouldOfferNothingWeak(String provider, String algorithm) throws Exception {
        Peers.need("openssl", "openssl");
        CertificateFiles files = CertificateFiles.make(certificates, "a", algorithm, "a.test");
        Manifests manifests = new Manifests(directory);
        manifests.write("secret-a", files.secret("a")).tlsIngress("a", "a.test", "a", "/=none");
        try (TailraceProcess proxy =
                TailraceProcess.start(
                        directory, "--https", "127.0.0.1:0", "--tls-provider", provider)) {
            String address = "127.0.0.1:" + proxy.https().getPort();
            // Fails where the script finds something.
            String said = CertificateFiles.run(List.of("dev/tls-check", address, "a.test"));
            assertTrue(said.contains("nothing weak found"), said);
            assertTrue(said.contains(algorithm.startsWith("ec") ? "ECDHE-ECDSA" : "ECDHE-RSA"));
        }
    }
}

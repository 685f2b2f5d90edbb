package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our script that looks for weak options of TLS finds none at our own listener. */
final class TlsCheckIT {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"conscrypt", "jdk"})
    void shouldOfferNothingWeak(String provider) throws Exception {
        Peers.need("openssl", "openssl");
        try (TailraceProcess proxy =
                TailraceProcess.start(
                        new Manifests(directory).directory(),
                        "--https",
                        "127.0.0.1:0",
                        "--tls-provider",
                        provider)) {
            // Fails where the script finds something.
            String said =
                    CertificateFiles.run(
                            List.of("dev/tls-check", "127.0.0.1:" + proxy.https().getPort()));
            assertTrue(said.contains("nothing weak found"), said);
        }
    }
}

package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ServerCertificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Clients that speak TLS with a core, by each provider. */
abstract class TlsRig {
    static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    final TlsSettings.Provider provider;

    CoreRig rig;

    /** Of the last {@link #exchange}. */
    ScriptedWire pod;

    TlsRig(TlsSettings.Provider provider) {
        this.provider = provider;
        this.rig = rig(Profile.INTERMEDIATE, false);
        this.pod = new ScriptedWire(rig.selector, null);
    }

    CoreRig rig(Profile profile, boolean strict) {
        CoreRig made = CoreRig.withTls(new TlsSettings(profile, provider, strict));
        publish(made, List.of(TestCertificates.FOO_EC, TestCertificates.FOO_RSA));
        return made;
    }

    static void publish(CoreRig rig, List<ServerCertificate> foo) {
        rig.publish(
                CertTable.of(
                        Map.of(
                                "foo.org", foo,
                                "*.foo.org", foo,
                                "bar.org", List.of(TestCertificates.BAR_EC)),
                        List.of(),
                        7),
                CoreRig.endpoints(1));
        rig.turn();
    }

    void exchange(TlsClient client) throws SSLException {
        client.send(GET);
        rig.turn();
        if (!rig.dialled.isEmpty()) {
            pod = rig.pod();
        }
        assertTrue(pod.received().startsWith("GET / HTTP/1.1\r\n"));
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }

    static int record(byte[] bytes, int at) {
        return (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
    }

    /** RFC 8446 4.6.3. */
    void renewKeys(TlsClient client, int times) throws SSLException {
        for (int i = 0; i < times; i++) {
            client.engine.beginHandshake();
            client.send("");
        }
        rig.turn();
    }
}

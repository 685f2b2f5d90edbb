package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static io.tailrace.control.watch.Documents.unreadable;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.SecretModel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretReaderTest {
    @Test
    void shouldReadASecretAsClusterAndPeopleWriteIt() {
        String encoded =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: web-tls, namespace: shop}
                type: kubernetes.io/tls
                data:
                  ca.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tClEwRT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
                  tls.crt: >
                    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tClEwVlNWQT09Ci0tLS0tRU5E
                    IENFUlRJRklDQVRFLS0tLS0K
                  tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tClMwVloKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=
                """;
        String plain =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: web-tls, namespace: shop}
                type: kubernetes.io/tls
                data: {tls.crt: "!"}
                stringData:
                  tls.crt: |
                    -----BEGIN CERTIFICATE-----
                    Q0VSVA==
                    -----END CERTIFICATE-----
                  tls.key: |
                    some words
                    -----BEGIN PRIVATE KEY-----
                    S0VZ
                    -----END PRIVATE KEY-----
                  ca.crt: |
                    -----BEGIN CERTIFICATE-----
                    Q0E=
                    -----END CERTIFICATE-----
                """;
        SecretModel read =
                new SecretModel(
                        ObjectKey.secret("shop", "web-tls"),
                        "kubernetes.io/tls",
                        pem("CERTIFICATE", "Q0VSVA=="),
                        pem("PRIVATE KEY", "S0VZ"),
                        pem("CERTIFICATE", "Q0E="));

        assertEquals(read, found(encoded));
        assertEquals(read, found(plain));
        assertNotEquals(read, found(plain.replace("S0VZ", "S0VY")));
        assertArrayEquals(
                "KEY".getBytes(StandardCharsets.US_ASCII),
                read.privateKey().blocks().getFirst().content());
        assertEquals("secret shop/web-tls", read.toString());
    }

    @Test
    void shouldKeepNothingOfASecretOfAnotherType() {
        assertEquals(
                new SecretModel(
                        ObjectKey.secret("shop", "release"), "helm.sh/release.v1", "", "", ""),
                found(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: release, namespace: shop}
                        type: helm.sh/release.v1
                        data: {tls.key: S0VZ, release: "!"}
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {tls.key: 'S3cret!'}             | data.tls.key",
                "data: {tls.key: [S3cret]}              | data.tls.key",
                "data: [S3cret]                         | data",
                "stringData: {tls.key: {a: S3cret}}     | stringData.tls.key",
                "type: {S3cret: S3cret}                 | type",
                "immutable: S3cret                      | immutable",
            })
    void shouldNeverQuoteWhatASecretHolds(String part, String place) {
        Read.Unreadable unreadable =
                unreadable(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: web-tls}
                        %s
                        """
                                .formatted(part));

        assertEquals(place, unreadable.place());
        assertFalse(unreadable.toString().contains("S3cret"), unreadable.toString());
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}

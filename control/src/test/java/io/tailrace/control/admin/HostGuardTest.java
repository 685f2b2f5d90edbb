package io.tailrace.control.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:9090",
                "127.0.0.1",
                "127.0.0.1:9090",
                "10.1.2.3:80",
                "[::1]",
                "[::1]:9090",
                "[fd00::1]:1"
            })
    void shouldTakeAddresses(String host) {
        assertTrue(HostGuard.isAddress(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "example.org",
                "example.org:9090",
                "localhost.example.org",
                "127.0.0.1.example.org",
                "127.0.0.1@example.org",
                "localhost:80:80",
                "localhost:x",
                "[localhost]",
                "[example.org]:80",
                "[::1",
                "127.0.0.256",
                "a, 127.0.0.1"
            })
    void shouldRefuseNames(String host) {
        assertFalse(HostGuard.isAddress(host));
    }
}

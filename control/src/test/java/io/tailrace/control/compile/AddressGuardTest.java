package io.tailrace.control.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressGuardTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "::1, a loopback address",
        "0.0.0.0, the unspecified address",
        "::, the unspecified address",
        "0.0.0.1, an address of this network",
        "169.254.0.1, a link-local address",
        "169.254.169.254, a link-local address",
        "fe80::1, a link-local address",
        "febf::1, a link-local address",
        "224.0.0.1, a multicast address",
        "239.255.255.255, a multicast address",
        "ff02::1, a multicast address",
        "ff0e::1, a multicast address",
        "255.255.255.255, the broadcast address",
        "100.100.100.200, a metadata address",
        "168.63.129.16, a metadata address",
        "192.0.0.192, a metadata address",
        "fd00:ec2::254, a metadata address",
        "fd20:ce::254, a metadata address",
        "::ffff:127.0.0.1, a loopback address",
        "::127.0.0.1, a loopback address of IPv4",
        "64:ff9b::169.254.169.254, a link-local address of IPv4",
        "64:ff9b:1::127.0.0.1, a loopback address of IPv4",
        "64:ff9b:1:7::127.0.0.1, a loopback address of IPv4",
        "2002:7f00:1::, a loopback address of IPv4",
        "2002:a9fe:a9fe::1, a link-local address of IPv4"
    })
    void shouldRefuseWhatNoPodHas(String address, String refusal) {
        assertEquals(refusal, AddressGuard.refusal(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "100.64.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "192.0.2.1",
                "240.0.0.1",
                "fd00::1",
                "fec0::1",
                "2001:db8::1",
                "64:ff9b::10.0.0.1",
                "2002:a00:1::"
            })
    void shouldTakeWhatAPodMayHave(String address) {
        assertNull(AddressGuard.refusal(InetAddress.ofLiteral(address)));
    }
}

package io.tailrace.deploy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code ADDR:PORT} of a socket to listen on: an IPv4 address, an IPv6 address in brackets or a
 * name; port 0 is one that the kernel chooses.
 *
 * <p>Thread: any (immutable).
 */
final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    static final int LAST_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String value) {
        int colon = value.lastIndexOf(':');
        String host = colon < 0 ? "" : value.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (!bracketed && host.indexOf(':') >= 0)) {
            throw new TypeConversionException(
                    "'" + value + "' is not ADDR:PORT, as in 127.0.0.1:8080 or [::1]:8080");
        }
        return new InetSocketAddress(
                address(bracketed ? host.substring(1, host.length() - 1) : host),
                port(value.substring(colon + 1)));
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new TypeConversionException("no address is known for '" + host + "'");
        }
    }

    private static int port(String text) {
        int port = WholeNumber.parse(text, 0, LAST_PORT);
        if (port < 0) {
            throw new TypeConversionException(
                    "'" + text + "' is not a port, from 0 (any free one) to " + LAST_PORT);
        }
        return port;
    }

    /** As the command line writes it. */
    static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}

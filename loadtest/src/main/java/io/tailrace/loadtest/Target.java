package io.tailrace.loadtest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where a run sends its requests, as its URL says.
 *
 * <p>Thread: any (immutable).
 *
 * @param url as given
 * @param host name or address; IPv6 in brackets
 * @param port 1 to 65535
 * @param authority what the Host field says unless told otherwise: no port where it is 80
 * @param pathAndQuery the request target, percent-encoding kept
 */
public record Target(String url, String host, int port, String authority, String pathAndQuery) {
    private static final int HTTP_PORT = 80;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException with one line for the user
     */
    public static Target parse(String url) {
        URI uri;
        try {
            uri = new URI(new URI(url).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "%s: not a URL: %s".formatted(url, e.getReason()), e);
        }
        if ("https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(url + ": https is not supported yet, use http");
        } else if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(url + ": must start with http://");
        } else if (uri.getHost() == null) {
            throw new IllegalArgumentException(url + ": no valid host behind http://");
        } else if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(url + ": neither user@ nor #fragment is ever sent");
        }
        int port = uri.getPort() == -1 ? HTTP_PORT : uri.getPort();
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(url + ": the port must be 1 to 65535");
        }
        String host = uri.getHost();
        String authority = port == HTTP_PORT ? host : host + ":" + port;
        return new Target(url, host, port, authority, target(uri));
    }

    /** Looks the host up; the first address counts. */
    public InetSocketAddress resolve() throws UnknownHostException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException(host + ": no such host");
            named.initCause(e);
            throw named;
        }
    }

    private static String target(URI uri) {
        @Nullable String query = uri.getRawQuery();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return query == null ? path : path + "?" + query;
    }
}

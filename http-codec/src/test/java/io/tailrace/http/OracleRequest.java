package io.tailrace.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request as the {@link Oracle} reads it.
 *
 * <p>Thread: any (immutable).
 */
final class OracleRequest {
    private static final Pattern LINE =
            Pattern.compile("(" + Oracle.TOKEN + ") ([\\x21\\x22\\x24-\\x7e]+) HTTP/1\\.([01])");
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?i:(https?))://([^/?]*)(/[^?]*)?(\\?.*)?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[^\\]]*]|[^\\[:]+)(?::([0-9]{0,5}))?");
    private static final Pattern REG_NAME = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=-]*");
    private static final String ENCODED = "%[0-9A-Fa-f]{2}";
    private static final Pattern PROTOCOL =
            Pattern.compile(Oracle.TOKEN + "(?:/" + Oracle.TOKEN + ")?");
    private static final Set<String> THIS_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "upgrade",
                    "content-length",
                    "transfer-encoding",
                    "host");

    final String method;
    final String target;
    final boolean http10;
    final List<Oracle.Field> fields;
    final String host;
    final String path;
    final String query;
    final boolean asterisk;
    final Oracle.Body body;

    /** Reads one request; throws {@link Oracle.Refused} or {@link Oracle.Incomplete}. */
    OracleRequest(byte[] wire) {
        this(wire, 32_768, 128, 8192);
    }

    /** As a reader with other limits. */
    OracleRequest(byte[] wire, int maxHeadBytes, int maxFields, int maxTargetBytes) {
        String all = new String(wire, StandardCharsets.ISO_8859_1);
        boolean emptyLine = all.startsWith("\r\n");
        String text = emptyLine ? all.substring(2) : all;
        List<String> lines = Oracle.head(text, emptyLine ? maxHeadBytes - 2 : maxHeadBytes);
        Matcher line = LINE.matcher(lines.get(0));
        Oracle.require(line.matches(), "request line");
        method = line.group(1);
        target = line.group(2);
        http10 = line.group(3).equals("0");
        Oracle.require(!method.equals("CONNECT") && !method.equals("TRACE"), "method");
        Oracle.require(target.length() <= maxTargetBytes, "target too long");
        fields = Oracle.fields(lines.subList(1, lines.size()), maxFields);

        List<String> hosts = Oracle.values(fields, "host");
        Oracle.require(hosts.size() == 1 || (http10 && hosts.isEmpty()), "number of hosts");
        hosts.forEach(OracleRequest::requireAuthority);
        Matcher absolute = ABSOLUTE.matcher(target);
        if (target.startsWith("/")) {
            host = hosts.isEmpty() ? "" : hosts.get(0);
            int mark = target.indexOf('?');
            path = mark < 0 ? target : target.substring(0, mark);
            query = mark < 0 ? "" : target.substring(mark);
            asterisk = false;
        } else if (target.equals("*")) {
            Oracle.require(method.equals("OPTIONS"), "asterisk");
            host = hosts.isEmpty() ? "" : hosts.get(0);
            path = "*";
            query = "";
            asterisk = true;
        } else {
            Oracle.require(absolute.matches(), "target form");
            host = absolute.group(2);
            requireAuthority(host);
            String port = absolute.group(1).equalsIgnoreCase("https") ? "443" : "80";
            Oracle.require(
                    hosts.isEmpty() || normal(hosts.get(0), port).equals(normal(host, port)),
                    "host mismatch");
            query = absolute.group(4) == null ? "" : absolute.group(4);
            asterisk = absolute.group(3) == null && query.isEmpty() && method.equals("OPTIONS");
            path = absolute.group(3) != null ? absolute.group(3) : asterisk ? "*" : "/";
        }
        if (!asterisk) {
            elements(path); // refuses what may not be
        }
        List<String> expectations = Oracle.values(fields, "expect");
        for (String expectation : expectations) {
            Oracle.require(expectation.equalsIgnoreCase("100-continue"), "expectation");
        }
        Oracle.require(http10 || expectations.size() <= 1, "expectations");
        Oracle.options(fields);
        body = Oracle.body(Oracle.framing(fields, http10), text.substring(Oracle.headLength(text)));
    }

    private static void requireAuthority(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority);
        Oracle.require(matcher.matches(), "authority");
        String host = matcher.group(1);
        Oracle.require(
                host.startsWith("[")
                        ? OracleAddress.isLiteral(host)
                        : REG_NAME.matcher(host.replaceAll(ENCODED, "")).matches(),
                "host");
        String port = matcher.group(2);
        Oracle.require(port == null || port.isEmpty() || Integer.parseInt(port) <= 65_535, "port");
    }

    /** Host and port as they are compared. */
    private static String normal(String authority, String defaultPort) {
        Matcher matcher = AUTHORITY.matcher(authority);
        Oracle.require(matcher.matches(), "authority");
        String host = withoutDot(matcher.group(1)).toLowerCase(Locale.ROOT);
        String port = matcher.group(2) == null ? "" : matcher.group(2);
        return host + " " + Integer.parseInt(port.isEmpty() ? defaultPort : port);
    }

    private static String withoutDot(String host) {
        return host.length() > 1 && host.endsWith(".")
                ? host.substring(0, host.length() - 1)
                : host;
    }

    /** The host as it is matched, case kept. */
    String hostName() {
        Matcher matcher = AUTHORITY.matcher(host);
        return matcher.matches() ? withoutDot(matcher.group(1)) : "";
    }

    String forwardPath() {
        return asterisk ? "*" : "/" + String.join("/", elements(path));
    }

    String matchPath() {
        return asterisk
                ? "*"
                : "/"
                        + String.join(
                                "/", elements(path).stream().map(OracleRequest::decode).toList());
    }

    /** The elements that are left of a path once its dot segments are resolved. */
    private static List<String> elements(String path) {
        String[] raw = path.substring(1).split("/", -1);
        Deque<String> left = new ArrayDeque<>();
        for (int i = 0; i < raw.length; i++) {
            String element = raw[i];
            Oracle.require(element.replaceAll(ENCODED, "").indexOf('%') < 0, "percent sign");
            Oracle.require(!element.contains("%00"), "NUL");
            String dots = element.replaceAll("%2[eE]", ".");
            Oracle.require(!dots.startsWith(".;") && !dots.startsWith("..;"), "parameters");
            boolean last = i == raw.length - 1;
            if (dots.equals("..")) {
                Oracle.require(!left.isEmpty(), "above the root");
                left.removeLast();
            } else if (!dots.equals(".")) {
                left.addLast(element);
                continue;
            }
            if (last) {
                left.addLast("");
            }
        }
        return new ArrayList<>(left);
    }

    /** Unreserved characters are decoded, nothing else. */
    private static String decode(String element) {
        return Pattern.compile("%([0-9A-Fa-f]{2})")
                .matcher(element)
                .replaceAll(
                        match -> {
                            char c = (char) Integer.parseInt(match.group(1), 16);
                            return Matcher.quoteReplacement(
                                    String.valueOf(c).matches("[A-Za-z0-9._~-]")
                                            ? String.valueOf(c)
                                            : match.group());
                        });
    }

    boolean persistent() {
        List<String> options = Oracle.options(fields);
        return !options.contains("close") && (!http10 || options.contains("keep-alive"));
    }

    boolean expects() {
        return !http10 && !Oracle.values(fields, "expect").isEmpty();
    }

    boolean upgrade() {
        List<String> upgrades = Oracle.values(fields, "upgrade");
        return !http10
                && Oracle.options(fields).contains("upgrade")
                && upgrades.size() == 1
                && upgrades.get(0).length() <= 64
                && PROTOCOL.matcher(upgrades.get(0)).matches()
                && !upgrades.get(0).toLowerCase(Locale.ROOT).matches("h2c(/.*)?")
                && (body.framing().equals("none") || body.framing().equals("length 0"));
    }

    /** The fields that an untrusted peer may send on to the pod, as text. */
    String endToEnd() {
        List<String> options = Oracle.options(fields);
        return fields.stream()
                .filter(
                        f -> {
                            String name = f.name().toLowerCase(Locale.ROOT);
                            return !THIS_HOP.contains(name)
                                    && !Oracle.isForwarded(name)
                                    && !options.contains(name)
                                    && (!http10 || !name.equals("expect"));
                        })
                .map(f -> f.name() + ": " + f.value() + "\n")
                .collect(Collectors.joining());
    }
}

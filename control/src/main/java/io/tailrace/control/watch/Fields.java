package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all readers need: absent fields read as empty, and the checks of names that the API server
 * makes, for objects that never passed one.
 *
 * <p>Thread: any (stateless).
 */
final class Fields {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern FOUR_PARTS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final String DEFAULT_NAMESPACE = "default";
    private static final int MAX_PORT = 65535;

    /** No setting is longer, and other people's ConfigMaps hold whole files. */
    static final int LONGEST_SETTING = 512;

    private Fields() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** The start of what may be a setting. */
    static String cut(@Nullable String value) {
        String text = text(value);
        return text.length() <= LONGEST_SETTING ? text : text.substring(0, LONGEST_SETTING) + "...";
    }

    static boolean flag(@Nullable Boolean value, boolean absent) {
        return value == null ? absent : value;
    }

    /** The list, which may be absent but must have no empty entry. */
    static <T> List<T> list(@Nullable List<T> values, String place) throws UnreadableException {
        if (values == null) {
            return List.of();
        }
        for (int i = 0; i < values.size(); i++) {
            present(values.get(i), place + "[" + i + "]");
        }
        return values;
    }

    static <T> T present(@Nullable T value, String place) throws UnreadableException {
        if (value == null) {
            throw new UnreadableException(place, "is missing");
        }
        return value;
    }

    static ObjectKey key(Kind kind, @Nullable ObjectMeta metadata) throws UnreadableException {
        ObjectMeta present = present(metadata, "metadata");
        return key(kind, present.getNamespace(), present.getName());
    }

    /**
     * The identity of an object.
     *
     * @param namespace absent: {@code default}
     */
    static ObjectKey key(Kind kind, @Nullable String namespace, @Nullable String name)
            throws UnreadableException {
        String stated = text(name);
        if (stated.isEmpty()) {
            throw new UnreadableException("metadata.name", "is missing");
        }
        if (stated.length() > 253 || !SUBDOMAIN.matcher(stated).matches()) {
            throw new UnreadableException("metadata.name", Quoted.of(stated) + " is not a name");
        }
        if (kind == Kind.INGRESS_CLASS) {
            return new ObjectKey(kind, "", stated);
        }
        String space = text(namespace).isEmpty() ? DEFAULT_NAMESPACE : text(namespace);
        if (space.length() > 63 || !LABEL.matcher(space).matches()) {
            throw new UnreadableException(
                    "metadata.namespace", Quoted.of(space) + " is not a namespace");
        }
        return new ObjectKey(kind, space, stated);
    }

    static String annotation(ObjectMeta metadata, String name) {
        return entry(metadata.getAnnotations(), name);
    }

    static String label(ObjectMeta metadata, String name) {
        return entry(metadata.getLabels(), name);
    }

    private static String entry(@Nullable Map<String, String> entries, String name) {
        return entries == null ? "" : text(entries.get(name));
    }

    static Instant createdAt(ObjectMeta metadata, Instant absent) throws UnreadableException {
        String stated = text(metadata.getCreationTimestamp());
        if (stated.isEmpty()) {
            return absent;
        }
        try {
            return OffsetDateTime.parse(stated).toInstant();
        } catch (DateTimeException e) {
            throw new UnreadableException(
                    "metadata.creationTimestamp", Quoted.of(stated) + " is not an RFC 3339 time");
        }
    }

    static boolean isTcp(@Nullable String protocol) {
        return text(protocol).isEmpty() || "TCP".equals(protocol);
    }

    /** An address as a literal: nothing is ever resolved. Null: it is none. */
    static @Nullable InetAddress address(String literal) {
        // The JDK's parser would also take 10.1.
        if (literal.indexOf(':') < 0 && !FOUR_PARTS.matcher(literal).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean isServiceName(String name) {
        return name.length() <= 63 && LABEL.matcher(name).matches();
    }

    /** IANA_SVC_NAME: what tells a port's name from a port's number is a letter. */
    static boolean isPortName(String name) {
        return name.length() <= 63
                && LABEL.matcher(name).matches()
                && name.chars().anyMatch(c -> c >= 'a' && c <= 'z');
    }

    static int port(@Nullable Integer number, String place) throws UnreadableException {
        int port = present(number, place);
        if (!isPort(port)) {
            throw new UnreadableException(place, port + " is not 1 to " + MAX_PORT);
        }
        return port;
    }

    static boolean isPort(int number) {
        return number >= 1 && number <= MAX_PORT;
    }
}

package io.tailrace.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Rule paths, brought into the form that request paths are matched in.
 *
 * <p>Thread: any.
 */
public final class Paths {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Paths() {}

    /**
     * A rule path normalised like a match path; non-ASCII characters are percent-encoded first.
     *
     * @throws IllegalArgumentException with a reason for people: no request could match the path as
     *     it is written
     */
    public static String normaliseRulePath(String path, PathRules rules) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with \"/\"");
        }
        if (isPlain(path)) {
            return path;
        }
        byte[] encoded = encode(path).getBytes(StandardCharsets.US_ASCII);
        PathNormaliser views = new PathNormaliser(encoded.length);
        int result = views.normalise(new UnsafeBuffer(encoded), 0, encoded.length, rules);
        if (result < 0) {
            throw new IllegalArgumentException(reason(Malformed.of(result)));
        }
        if (views.resolvedDots()) {
            throw new IllegalArgumentException(
                    "dot segments are resolved before a request is matched: write the path without"
                            + " them");
        }
        return views.match().getStringWithoutLengthAscii(0, views.matchLength());
    }

    /** Nothing in it can be written in another way: that is what most people write. */
    private static boolean isPlain(String path) {
        for (int i = 1; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean first = path.charAt(i - 1) == '/';
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || (!first && (c == '.' || c == '/'));
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                encoded.append('%').append(HEX.toHexDigits(b));
            } else if (b == '?' || b == '#') {
                throw new IllegalArgumentException(
                        "\"" + (char) b + "\" ends a path: write it percent-encoded");
            } else if (!Bytes.isVisible(b)) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "a path holds no space or control character: write it as %%%02X",
                                b));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    private static String reason(Malformed malformed) {
        return switch (malformed) {
            case BAD_PERCENT_ENCODING -> "\"%\" is not followed by two hex digits";
            case ENCODED_NUL -> "no request with \"%00\" is accepted";
            case ENCODED_SLASH ->
                    "no request with \"%2f\", \"%5c\" or a backslash is accepted, as encoded-slash is"
                            + " reject";
            case PATH_ABOVE_ROOT -> "the path climbs above \"/\"";
            case DOT_SEGMENT_WITH_PARAMETERS ->
                    "no request with a dot segment that has parameters (\"..;\") is accepted";
            default -> malformed.reason();
        };
    }
}

package io.tailrace.control.status;

import io.tailrace.control.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an object is told of in an event.
 *
 * <p>Thread: any (immutable).
 *
 * @param about the object
 * @param uid of the object; empty: not known
 * @param message what is wrong with it, and what to do
 */
record Warning(ObjectKey about, String uid, String message) {
    /** The API server takes 1024 bytes; a character has up to three. */
    private static final int LONGEST_MESSAGE = 340;

    private static final int LONGEST_PREFIX = 200;
    private static final int HASH_BYTES = 8;
    private static final String OF_CLUSTER = "default";

    Warning {
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE - 3) + "...";
        }
    }

    /**
     * The namespace and name of an event.
     *
     * <p>Thread: any (immutable).
     */
    record Name(String namespace, String name) {}

    /** Follows from the content, so that whoever leads next finds the event again. */
    Name name() {
        String of = about.name();
        String prefix = of.length() <= LONGEST_PREFIX ? of : of.substring(0, LONGEST_PREFIX);
        return new Name(
                about.namespace().isEmpty() ? OF_CLUSTER : about.namespace(),
                prefix + (prefix.endsWith(".") || prefix.endsWith("-") ? "x." : ".") + hash());
    }

    private String hash() {
        String content = about + "\n" + uid + "\n" + message;
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

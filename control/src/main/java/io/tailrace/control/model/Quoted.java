package io.tailrace.control.model;

/**
 * Text of unknown origin as messages show it: in quotes, on one line, of bounded length, so that no
 * object can forge a log line.
 *
 * <p>Thread: any (stateless).
 */
public final class Quoted {
    private static final int MAX_CHARS = 120;

    private Quoted() {}

    /** The text in double quotes; what is not visible or not ASCII is escaped, a long tail cut. */
    public static String of(String text) {
        return '"' + escape(text, "\"\\") + '"';
    }

    /** The same without quotes, for text that is a sentence of somebody else. */
    public static String sentence(String text) {
        return escape(text, "");
    }

    private static String escape(String text, String alsoEscaped) {
        StringBuilder escaped = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            if (i == MAX_CHARS) {
                return escaped.append("...").toString();
            }
            char c = text.charAt(i);
            if (alsoEscaped.indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}

package io.tailrace.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes of a message as readable text and back: {@code \r \n \t \0 \\ \xNN} stand for themselves,
 * {@code \{100*ab}} for a hundred times {@code ab}; real line breaks are layout and mean nothing.
 *
 * <p>Thread: any.
 */
public final class Wire {
    private static final Pattern REPEAT = Pattern.compile("\\\\\\{(\\d+)\\*([^}]*)}");

    private Wire() {}

    public static byte[] bytes(String text) {
        String unfolded = text.replace("\n", "");
        Matcher repeats = REPEAT.matcher(unfolded);
        String flat =
                repeats.replaceAll(
                        r ->
                                Matcher.quoteReplacement(
                                        r.group(2).repeat(Integer.parseInt(r.group(1)))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < flat.length()) {
            char c = flat.charAt(i++);
            if (c != '\\') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            switch (flat.charAt(i++)) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(flat.substring(i, i + 2), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("escape in " + text);
            }
        }
        return out.toByteArray();
    }

    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case 0 -> text.append("\\0");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append(String.format("\\x%02x", b));
                    }
                }
            }
        }
        return text.toString();
    }

    static String text(DirectBuffer buffer, int start, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(start, bytes);
        return text(bytes);
    }

    static UnsafeBuffer buffer(String text) {
        return new UnsafeBuffer(bytes(text));
    }
}

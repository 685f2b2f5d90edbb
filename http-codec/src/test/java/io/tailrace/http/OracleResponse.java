package io.tailrace.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as the {@link Oracle} reads it.
 *
 * <p>Thread: any (immutable).
 */
final class OracleResponse {
    private static final Pattern LINE =
            Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2}) ([\\t\\x20-\\x7e\\x80-\\xff]*)");

    final boolean http10;
    final int status;
    final String reason;
    final List<Oracle.Field> fields;
    final Oracle.Body body;

    /** Reads one response; throws {@link Oracle.Refused} or {@link Oracle.Incomplete}. */
    OracleResponse(boolean toHead, byte[] wire) {
        this(toHead, wire, 65_536, 256);
    }

    /** As a reader with other limits. */
    OracleResponse(boolean toHead, byte[] wire, int maxHeadBytes, int maxFields) {
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        List<String> lines = Oracle.head(text, maxHeadBytes);
        Matcher line = LINE.matcher(lines.get(0));
        Oracle.require(line.matches(), "status line");
        http10 = line.group(1).equals("0");
        status = Integer.parseInt(line.group(2));
        reason = line.group(3);
        fields = Oracle.fields(lines.subList(1, lines.size()), maxFields);
        Oracle.options(fields);
        String framing = Oracle.framing(fields, http10);
        if (toHead || status < 200 || status == 204 || status == 304) {
            framing = "none";
        } else if (framing.equals("none")) {
            framing = "until close";
        }
        body = Oracle.body(framing, text.substring(Oracle.headLength(text)));
    }

    boolean persistent() {
        return !http10
                && !Oracle.options(fields).contains("close")
                && !body.framing().equals("until close");
    }
}

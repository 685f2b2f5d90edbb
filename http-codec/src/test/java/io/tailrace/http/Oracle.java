package io.tailrace.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reading of HTTP/1.1 by the same decisions: slow, by the grammar written as regular
 * expressions over whole lines, and without any of the codec's code. It only says whether a message
 * is complete, incomplete or refused, and what it means.
 *
 * <p>Characters stand for bytes (ISO 8859-1).
 *
 * <p>Thread: any.
 */
final class Oracle {
    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    static final String OWS = "[ \\t]*";
    private static final String QUOTED =
            "\"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t \\x21-\\x7e\\x80-\\xff])*\"";
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):([\\t\\x20-\\x7e\\x80-\\xff]*)");
    private static final Pattern CHUNK_LINE =
            Pattern.compile(
                    "([0-9A-Fa-f]{1,15})((?:[ \\t]*;[ \\t]*T(?:[ \\t]*=[ \\t]*(?:T|Q))?)*)"
                            .replace("T", TOKEN)
                            .replace("Q", QUOTED));

    /** What may not stand in a trailer section, written as names are compared. */
    private static final Set<String> NO_TRAILERS =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "expect",
                    "upgrade",
                    "te",
                    "trailer",
                    "keep-alive",
                    "proxy",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "authorization",
                    "www-authenticate",
                    "cookie",
                    "set-cookie",
                    "forwarded");

    /** The message breaks a rule. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    /** The message may be right so far, but is not all there. */
    static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1;

        Incomplete(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * A field line.
     *
     * @param value without the space around it
     */
    record Field(String name, String value) {
        boolean is(String lowerCase) {
            return name.toLowerCase(Locale.ROOT).equals(lowerCase);
        }
    }

    /**
     * A body and what follows it.
     *
     * @param framing {@code none}, {@code length N}, {@code chunked} or {@code until close}
     * @param sent what a receiver with chunked framing gets, for a chunked body
     */
    record Body(String framing, String data, String sent, String rest) {}

    private Oracle() {}

    static void require(boolean condition, String why) {
        if (!condition) {
            throw new Refused(why);
        }
    }

    /** The lines of the head at the start of {@code text}, without the final empty one. */
    static List<String> head(String text, int maxBytes) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || end + 4 > maxBytes) {
            require(text.length() < maxBytes, "head too large");
            throw new Incomplete("head");
        }
        List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
        for (String line : lines) {
            require(line.indexOf('\r') < 0 && line.indexOf('\n') < 0, "bare CR or LF");
        }
        return lines;
    }

    static int headLength(String text) {
        return text.indexOf("\r\n\r\n") + 4;
    }

    static List<Field> fields(List<String> lines, int max) {
        require(lines.size() <= max, "too many fields");
        List<Field> fields = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = FIELD.matcher(line);
            require(matcher.matches(), "field line");
            fields.add(
                    new Field(
                            matcher.group(1),
                            matcher.group(2).replaceAll("^[ \\t]+|[ \\t]+$", "")));
        }
        return fields;
    }

    static List<String> values(List<Field> fields, String lowerCase) {
        return fields.stream().filter(f -> f.is(lowerCase)).map(Field::value).toList();
    }

    /** The options of all Connection fields, in lower case. */
    static List<String> options(List<Field> fields) {
        List<String> options = new ArrayList<>();
        for (String value : values(fields, "connection")) {
            for (String option : value.split(",", -1)) {
                String trimmed = option.replaceAll("^[ \\t]+|[ \\t]+$", "");
                if (!trimmed.isEmpty()) {
                    options.add(trimmed.toLowerCase(Locale.ROOT));
                }
            }
        }
        require(options.size() <= 32, "too many connection options");
        return options;
    }

    /** {@code none}, {@code length N} or {@code chunked}. */
    static String framing(List<Field> fields, boolean http10) {
        List<String> lengths = values(fields, "content-length");
        List<String> codings = values(fields, "transfer-encoding");
        require(lengths.isEmpty() || codings.isEmpty(), "length and coding");
        if (!codings.isEmpty()) {
            require(!http10, "coding in HTTP/1.0");
            require(codings.size() == 1, "several codings");
            require(codings.get(0).equalsIgnoreCase("chunked"), "coding");
            return "chunked";
        }
        if (!lengths.isEmpty()) {
            require(lengths.size() == 1, "several lengths");
            require(lengths.get(0).matches("[0-9]+"), "length");
            String digits = lengths.get(0).replaceAll("^0+(?=.)", "");
            require(new java.math.BigInteger(digits).bitLength() < 64, "length too great");
            return "length " + digits;
        }
        return "none";
    }

    /** The body of the given framing at the start of {@code text}. */
    static Body body(String framing, String text) {
        if (framing.equals("none")) {
            return new Body(framing, "", "", text);
        }
        if (framing.equals("until close")) {
            return new Body(framing, text, "", "");
        }
        if (framing.equals("chunked")) {
            return chunked(text);
        }
        long length = Long.parseLong(framing.substring("length ".length()));
        if (text.length() < length) {
            throw new Incomplete("body");
        }
        return new Body(framing, text.substring(0, (int) length), "", text.substring((int) length));
    }

    private static Body chunked(String text) {
        StringBuilder data = new StringBuilder();
        StringBuilder sent = new StringBuilder();
        int extensionBytes = 0;
        int pos = 0;
        while (true) {
            int lineEnd = text.indexOf('\n', pos);
            if (lineEnd < 0) {
                throw new Incomplete("chunk line");
            }
            require(lineEnd > pos && text.charAt(lineEnd - 1) == '\r', "bare LF");
            require(lineEnd - 1 - pos <= 15 + 256, "chunk line too long");
            Matcher line = CHUNK_LINE.matcher(text.substring(pos, lineEnd - 1));
            require(line.matches(), "chunk line");
            extensionBytes += line.group(2).length();
            require(line.group(2).length() <= 256 && extensionBytes <= 4096, "extensions");
            sent.append(line.group(1)).append("\r\n");
            long size = Long.parseLong(line.group(1), 16);
            pos = lineEnd + 1;
            if (size == 0) {
                return trailers(text, pos, data, sent);
            }
            if (text.length() - pos < size) {
                throw new Incomplete("chunk");
            }
            String chunk = text.substring(pos, pos + (int) size);
            data.append(chunk);
            pos += (int) size;
            if (text.length() - pos < 2) {
                throw new Incomplete("chunk end");
            }
            require(text.startsWith("\r\n", pos), "chunk end");
            sent.append(chunk).append("\r\n");
            pos += 2;
        }
    }

    private static Body trailers(String text, int pos, StringBuilder data, StringBuilder sent) {
        String section = text.substring(pos);
        int length = 2;
        if (!section.startsWith("\r\n")) {
            List<String> lines = head(section, 8192);
            for (Field field : fields(lines, Integer.MAX_VALUE)) {
                String name = field.name().toLowerCase(Locale.ROOT);
                require(!NO_TRAILERS.contains(name) && !isForwarded(name), "trailer " + name);
            }
            length = headLength(section);
        }
        sent.append(section, 0, length);
        return new Body("chunked", data.toString(), sent.toString(), section.substring(length));
    }

    /** One of the names that tell about earlier hops or the client, or an alias of one. */
    static boolean isForwarded(String lowerCase) {
        String folded = lowerCase.replace('_', '-');
        return lowerCase.equals("forwarded")
                || folded.startsWith("x-forwarded-")
                || folded.startsWith("ssl-client-")
                || folded.equals("x-real-ip")
                || folded.equals("x-request-id")
                || folded.equals("x-original-url");
    }
}

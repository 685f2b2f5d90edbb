package io.tailrace.control.files;

import java.util.ArrayList;
import java.util.List;

/**
 * One document of a manifest file.
 *
 * <p>Thread: any (immutable).
 *
 * @param number from 1
 * @param firstLine the line of the file, from 1, at which {@code text} starts
 * @param text without separator
 */
record Document(int number, int firstLine, String text) {

    /**
     * Splits a file at the lines that begin or end a document in YAML ({@code ---} and {@code ...},
     * YAML 1.2 9.1), which can mean nothing else wherever they stand: so a syntax error does not
     * reach over them. As in YAML, comments before the first {@code ---} are no document.
     */
    static List<Document> split(String text) {
        List<Document> documents = new ArrayList<>();
        boolean begun = false;
        int start = text.startsWith("\ufeff") ? 1 : 0;
        int startLine = 1;
        int line = 1;
        for (int at = start; at < text.length(); line++) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            boolean begins = isMarker(text, at, "---");
            if (begins || isMarker(text, at, "...")) {
                add(documents, begun, startLine, text.substring(start, at));
                begun = begins;
                start = begins ? at + 3 : next;
                startLine = begins ? line : line + 1;
            }
            at = next;
        }
        add(documents, begun, startLine, text.substring(Math.min(start, text.length())));
        return documents;
    }

    private static void add(List<Document> documents, boolean begun, int firstLine, String text) {
        if (begun || hasContent(text)) {
            documents.add(new Document(documents.size() + 1, firstLine, text));
        }
    }

    private static boolean isMarker(String text, int at, String marker) {
        int end = at + marker.length();
        return text.startsWith(marker, at)
                && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    }

    /** A line that is neither blank nor comment nor directive. */
    private static boolean hasContent(String text) {
        return text.lines()
                .anyMatch(
                        line ->
                                !line.isBlank()
                                        && !line.startsWith("%")
                                        && !line.stripLeading().startsWith("#"));
    }
}

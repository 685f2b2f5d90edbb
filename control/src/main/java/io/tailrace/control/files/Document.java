package io.tailrace.control.files;

import java.util.ArrayList;
import java.util.List;

/**
 * One document of a manifest file: its place in the text of the file.
 *
 * <p>Thread: any (immutable).
 *
 * @param number from 1
 * @param firstLine the line of the file, from 1, at which the document starts
 * @param file the text of the whole file; while it is not loaded with another one
 * @param start where it starts in the file, in bytes
 * @param end behind its last byte
 */
record Document(int number, int firstLine, FileText file, int start, int end) {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Without separator. Made anew by each call. */
    String text() {
        return file.text(start, end);
    }

    /**
     * Splits a file at the lines that begin or end a document in YAML ({@code ---} and {@code ...},
     * YAML 1.2 9.1), which can mean nothing else wherever they stand: so a syntax error does not
     * reach over them. As in YAML, comments before the first {@code ---} are no document.
     */
    static List<Document> split(FileText file) {
        List<Document> documents = new ArrayList<>();
        boolean begun = false;
        int start = file.text(0, Math.min(3, file.length())).equals(BYTE_ORDER_MARK) ? 3 : 0;
        int startLine = 1;
        int line = 1;
        for (int at = start; at < file.length(); line++) {
            int next = file.nextLine(at);
            boolean begins = isMarker(file, at, "---");
            if (begins || isMarker(file, at, "...")) {
                add(
                        documents,
                        begun,
                        new Document(documents.size() + 1, startLine, file, start, at));
                begun = begins;
                start = begins ? at + 3 : next;
                startLine = begins ? line : line + 1;
            }
            at = next;
        }
        int end = file.length();
        add(documents, begun, new Document(documents.size() + 1, startLine, file, start, end));
        return documents;
    }

    private static void add(List<Document> documents, boolean begun, Document document) {
        if (begun || hasContent(document.text())) {
            documents.add(document);
        }
    }

    private static boolean isMarker(FileText file, int at, String marker) {
        return file.startsWith(marker, at) && file.endsWordAt(at + marker.length());
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

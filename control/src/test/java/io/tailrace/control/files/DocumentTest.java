package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {

    @Test
    void shouldBeOneWhenThereIsNoSeparator() {
        assertEquals(List.of(new Said(1, 1, "a: 1\nb: 2\n")), said("a: 1\nb: 2\n"));
    }

    @Test
    void shouldSplitAtSeparatorsAndCountLines() {
        assertEquals(
                List.of(
                        new Said(1, 1, "\na: 1\n"),
                        new Said(2, 3, " # two\nb: 2\n"),
                        new Said(3, 5, " {c: 3}")),
                said("---\na: 1\n--- # two\nb: 2\n--- {c: 3}"));
    }

    @Test
    void shouldTakeNothingElseForASeparator() {
        String text = "a: |\n  ---\n  x\nb: ----\n---c: 1\n";

        assertEquals(List.of(new Said(1, 1, text)), said(text));
    }

    @Test
    void shouldSplitInsideABlockScalarAsYamlDoes() {
        assertEquals(2, Document.split(FileText.of("a: |\n  x\n---\nb: 1\n")).size());
    }

    @Test
    void shouldNotCountCommentsAndDirectivesBeforeTheFirstSeparator() {
        assertEquals(
                List.of(new Said(1, 4, "\na: 1\n")), said("# licence\n\n%YAML 1.2\n---\na: 1\n"));
    }

    @Test
    void shouldCountEmptyDocumentsBetweenSeparators() {
        assertEquals(
                List.of(1, 2, 3),
                Document.split(FileText.of("a: 1\n---\n---\nb: 2\n")).stream()
                        .map(Document::number)
                        .toList());
    }

    @Test
    void shouldEndADocumentAtThreeDots() {
        assertEquals(
                List.of(new Said(1, 1, "a: 1\n"), new Said(2, 4, "\nb: 2\n")),
                said("a: 1\n...\n# between\n---\nb: 2\n"));
    }

    @Test
    void shouldReadWindowsLineEndsAndAByteOrderMark() {
        assertEquals(
                List.of(new Said(1, 1, "a: 1\r\n"), new Said(2, 2, "\r\nb: 2\r\n")),
                said("\ufeffa: 1\r\n---\r\nb: 2\r\n"));
    }

    @Test
    void shouldBeNoneWhenThereIsNothing() {
        assertEquals(List.of(), said(""));
        assertEquals(List.of(), said("\n# only a comment\n"));
    }

    private record Said(int number, int firstLine, String text) {}

    private static List<Said> said(String file) {
        return Document.split(FileText.of(file)).stream()
                .map(document -> new Said(document.number(), document.firstLine(), document.text()))
                .toList();
    }
}

package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {

    @Test
    void shouldBeOneWhenThereIsNoSeparator() {
        assertEquals(List.of(new Document(1, 1, "a: 1\nb: 2\n")), Document.split("a: 1\nb: 2\n"));
    }

    @Test
    void shouldSplitAtSeparatorsAndCountLines() {
        assertEquals(
                List.of(
                        new Document(1, 1, "\na: 1\n"),
                        new Document(2, 3, " # two\nb: 2\n"),
                        new Document(3, 5, " {c: 3}")),
                Document.split("---\na: 1\n--- # two\nb: 2\n--- {c: 3}"));
    }

    @Test
    void shouldTakeNothingElseForASeparator() {
        String text = "a: |\n  ---\n  x\nb: ----\n---c: 1\n";

        assertEquals(List.of(new Document(1, 1, text)), Document.split(text));
    }

    @Test
    void shouldSplitInsideABlockScalarAsYamlDoes() {
        assertEquals(2, Document.split("a: |\n  x\n---\nb: 1\n").size());
    }

    @Test
    void shouldNotCountCommentsAndDirectivesBeforeTheFirstSeparator() {
        assertEquals(
                List.of(new Document(1, 4, "\na: 1\n")),
                Document.split("# licence\n\n%YAML 1.2\n---\na: 1\n"));
    }

    @Test
    void shouldCountEmptyDocumentsBetweenSeparators() {
        assertEquals(
                List.of(1, 2, 3),
                Document.split("a: 1\n---\n---\nb: 2\n").stream().map(Document::number).toList());
    }

    @Test
    void shouldEndADocumentAtThreeDots() {
        assertEquals(
                List.of(new Document(1, 1, "a: 1\n"), new Document(2, 4, "\nb: 2\n")),
                Document.split("a: 1\n...\n# between\n---\nb: 2\n"));
    }

    @Test
    void shouldReadWindowsLineEndsAndAByteOrderMark() {
        assertEquals(
                List.of(new Document(1, 1, "a: 1\r\n"), new Document(2, 2, "\r\nb: 2\r\n")),
                Document.split("\ufeffa: 1\r\n---\r\nb: 2\r\n"));
    }

    @Test
    void shouldBeNoneWhenThereIsNothing() {
        assertEquals(List.of(), Document.split(""));
        assertEquals(List.of(), Document.split("\n# only a comment\n"));
    }
}

package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits that leave something unreadable, and files that are being written. */
final class BadEditsTest extends ManifestFilesRig {
    BadEditsTest(@TempDir Path directory) {
        super(directory);
    }

    @Test
    void shouldKeepWhatADocumentStatedWhenItCannotBeRead() throws IOException {
        Path file = write("a.yaml", services("one=1", "two=2", "three=3"));
        load(directory);
        write("a.yaml", services("one=9", "two=x"));

        change();
        assertModel("one=9", "three=3", "two=2");
        assertRejections();

        collectAfterMs(CONFIRM_MS);
        assertModel("one=9", "two=2");
        assertRejections(
                file
                        + " document 2: service default/two: spec.ports[0].port: \"x\" is not a"
                        + " whole number; skipped, what it stated before stays in force");
    }

    @Test
    void shouldKeepAllWhenItCannotBeToldWhatADocumentWas() throws IOException {
        write("a.yaml", services("one=1", "two=2"));
        load(directory);
        write("a.yaml", services("one=9") + "---\nkind: [\n");

        change();
        collectAfterMs(CONFIRM_MS);

        assertModel("one=9", "two=2");
        assertEquals(1, rejections().size());
    }

    @Test
    void shouldSayNothingWhenTheSecondReadingIsGood() throws IOException {
        write("a.yaml", services("one=1", "two=2"));
        load(directory);
        String complete = services("one=1", "two=3");
        write("a.yaml", complete.substring(0, complete.lastIndexOf("spec:")));
        change();
        assertRejections();
        write("a.yaml", complete);

        collectAfterMs(CONFIRM_MS);
        collectAfterMs(SETTLE_MS);

        assertModel("one=1", "two=3");
        assertRejections();
    }

    @Test
    void shouldReportAtOnceWhenTheSecondReadingIsBadToo() throws IOException {
        write("a.yaml", services("one=1"));
        load(directory);
        write("a.yaml", services("one=x"));
        change();
        assertRejections();
        write("a.yaml", services("one=yy"));

        change();

        assertEquals(1, rejections().size());
        assertTrue(rejections().get(0).contains("\"yy\""));
    }

    @Test
    void shouldForgetTheRejectionWhenItIsMended() throws IOException {
        write("a.yaml", services("one=x"));
        load(directory);
        assertEquals(1, rejections().size());
        write("a.yaml", services("one=1"));

        change();

        assertModel("one=1");
        assertRejections();
    }

    @Test
    void shouldKeepAllWhenAFileIsEmptied() throws IOException {
        Path file = write("a.yaml", services("one=1"));
        load(directory);
        write("a.yaml", "");

        change();
        assertModel("one=1");
        assertRejections();

        collectAfterMs(CONFIRM_MS);
        assertModel("one=1");
        assertRejections(
                file
                        + ": is empty, delete it to take its objects out; skipped, what it"
                        + " stated before stays in force");
    }

    @Test
    void shouldTakeOutAllWhenAFileHoldsOnlyComments() throws IOException {
        write("a.yaml", services("one=1"));
        load(directory);
        write("a.yaml", "# nothing\n");

        change();

        assertModel();
    }

    @Test
    void shouldKeepAllWhenANamedFileIsGone() throws IOException {
        Path file = write("a.yaml", services("one=1"));
        load(file);
        Files.delete(file);

        collectAfterMs(POLL_MS);
        assertRejections();
        collectAfterMs(CONFIRM_MS);

        assertModel("one=1");
        assertRejections(
                file
                        + ": no such file or directory; put it back; what it stated before"
                        + " stays in force");
        write("a.yaml", services("one=2"));
        change();
        assertModel("one=2");
        assertRejections();
    }

    @Test
    void shouldKeepAllWhenADirectoryIsGone() throws IOException {
        Path sub = Files.createDirectory(directory.resolve("sub"));
        Files.writeString(sub.resolve("a.yaml"), services("one=1"));
        load(sub);
        Files.move(sub, directory.resolve("away"));

        collectAfterMs(POLL_MS);
        collectAfterMs(CONFIRM_MS);

        assertModel("one=1");
        assertEquals(1, rejections().size());
        Files.move(directory.resolve("away"), sub);
        change();
        assertModel("one=1");
        assertRejections();
    }
}

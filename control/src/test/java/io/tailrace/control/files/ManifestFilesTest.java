package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestFilesTest extends ManifestFilesRig {
    ManifestFilesTest(@TempDir Path directory) {
        super(directory);
    }

    @Nested
    final class Opening {
        @Test
        void shouldReadAFileAndADirectoryInTheirOrder() throws IOException {
            Path named = write("named.conf", services("one=1"));
            Path sub = Files.createDirectory(directory.resolve("sub"));
            Files.writeString(sub.resolve("b.yml"), services("two=22", "three=3"));
            Files.writeString(sub.resolve("a.yaml"), services("one=9", "two=2"));
            Files.writeString(sub.resolve("c.json"), json("four=4"));

            load(named, sub);

            assertModel("four=4", "one=1", "three=3", "two=2");
            assertRejections(
                    sub.resolve("a.yaml")
                            + " document 1: service default/one: stated already in "
                            + named
                            + " document 1; remove one of the two; skipped",
                    sub.resolve("b.yml")
                            + " document 1: service default/two: stated already in "
                            + sub.resolve("a.yaml")
                            + " document 2; remove one of the two; skipped");
        }

        @Test
        void shouldPassOverOtherNamesInADirectory() throws IOException {
            write("a.yaml", services("one=1"));
            for (String name :
                    List.of(
                            ".a.yaml.swp",
                            ".b.yaml",
                            ".#a.yaml",
                            "a.yaml~",
                            "#a.yaml#",
                            "a.yaml.tmp",
                            "a.yaml.bak",
                            "a.yaml___jb_tmp___",
                            "4913",
                            "README")) {
                write(name, "not: [yaml");
            }
            Files.createDirectories(directory.resolve("sub.yaml"));

            load(directory);

            assertModel("one=1");
            assertRejections();
        }

        @Test
        void shouldRefuseAPathThatDoesNotExist() {
            Path missing = directory.resolve("missing.yaml");

            IOException e =
                    assertThrows(IOException.class, () -> ManifestFiles.open(List.of(missing)));

            assertEquals("manifests " + missing + ": no such file or directory", e.getMessage());
        }

        @Test
        void shouldReportABadDocumentAtOnceWhenItIsTheFirstReading() throws IOException {
            Path file =
                    write(
                            "a.yaml",
                            services("one=1") + "---\n" + services("two=x") + services("three=3"));

            load(file);

            assertModel("one=1", "three=3");
            assertRejections(
                    file
                            + " document 3: service default/two: spec.ports[0].port: \"x\" is not a"
                            + " whole number; skipped");
        }

        @Test
        void shouldReadTheOtherDocumentsWhenTheSyntaxOfOneIsBad() throws IOException {
            Path file =
                    write("a.yaml", services("one=1") + "---\na: [1, 2\n" + services("three=3"));

            load(file);

            assertModel("one=1", "three=3");
            assertEquals(1, rejections().size());
            assertTrue(rejections().get(0).startsWith(file + " document 2: line "));
            assertTrue(rejections().get(0).endsWith("; skipped"));
        }

        @Test
        void shouldReportAFileThatIsNotText() throws IOException {
            Path file = directory.resolve("a.yaml");
            Files.write(file, new byte[] {'a', (byte) 0xff, (byte) 0xfe});

            load(directory);

            assertRejections(file + ": is not text in UTF-8; skipped");
        }

        @Test
        void shouldReportAFileThatIsTooLarge() throws IOException {
            Path file = directory.resolve("a.yaml");
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(FileContent.MAX_BYTES + 1L);
            }

            load(directory);

            assertRejections(file + ": is larger than 64 MiB, split it; skipped");
        }

        @Test
        void shouldHaveNothingToSayOfAnEmptyFile() throws IOException {
            write("a.yaml", "");

            load(directory);

            assertModel();
            assertRejections();
        }
    }

    @Nested
    final class Edits {
        @Test
        void shouldTakeInANewVersionOnceItHasSettled() throws IOException {
            write("a.yaml", services("one=1"));
            load(directory);
            write("a.yaml", services("one=2"));

            collectAfterMs(POLL_MS);
            assertModel("one=1");

            collectAfterMs(SETTLE_MS);
            assertModel("one=2");
        }

        @Test
        void shouldWaitAnewWhenTheWriterGoesOn() throws IOException {
            write("a.yaml", services("one=1"));
            load(directory);
            write("a.yaml", "");
            collectAfterMs(POLL_MS);
            write("a.yaml", services("one=2"));
            collectAfterMs(SETTLE_MS);
            assertModel("one=1");
            write("a.yaml", services("one=3") + services("two=2"));
            collectAfterMs(SETTLE_MS);
            assertModel("one=1");

            collectAfterMs(SETTLE_MS);

            assertModel("one=3", "two=2");
            assertRejections();
        }

        @Test
        void shouldTakeInARename() throws IOException {
            write("a.yaml", services("one=1"));
            load(directory);
            Path temporary = write(".a.yaml.new", services("one=2"));
            Files.move(temporary, directory.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

            change();

            assertModel("one=2");
        }

        @Test
        void shouldTakeInACopyThatKeepsSizeAndTime() throws IOException {
            Path file = write("a.yaml", services("one=1"));
            load(directory);
            var time = Files.getLastModifiedTime(file);
            write("a.yaml", services("one=2"));
            Files.setLastModifiedTime(file, time);

            change();

            assertModel("one=2");
        }

        @Test
        void shouldTakeInANewFileAndAFileLess() throws IOException {
            Path a = write("a.yaml", services("one=1"));
            load(directory);
            write("b.yaml", services("two=2"));
            Files.delete(a);

            collectAfterMs(POLL_MS);
            collectAfterMs(SETTLE_MS);
            assertModel("one=1", "two=2");

            collectAfterMs(GONE_MS);
            assertModel("two=2");
        }

        @Test
        void shouldNotMissAFileWhileAnEditorReplacesIt() throws IOException {
            Path file = write("a.yaml", services("one=1"));
            load(directory);
            Files.move(file, directory.resolve("a.yaml~"));
            collectAfterMs(POLL_MS);
            assertModel("one=1");
            write("a.yaml", services("one=2"));
            collectAfterMs(GONE_MS);
            assertModel("one=1");

            collectAfterMs(SETTLE_MS);

            assertModel("one=2");
        }

        @Test
        void shouldTakeOutWhatAFileNoLongerStates() throws IOException {
            write("a.yaml", services("one=1", "two=2"));
            load(directory);
            write("a.yaml", services("two=2"));

            change();

            assertModel("two=2");
        }

        @Test
        void shouldLetTheSecondDocumentCountWhenTheFirstIsGone() throws IOException {
            Path a = write("a.yaml", services("one=1"));
            write("b.yaml", services("one=2"));
            load(directory);
            assertModel("one=1");
            assertEquals(1, rejections().size());
            Files.delete(a);

            change();
            collectAfterMs(GONE_MS);

            assertModel("one=2");
            assertRejections();
        }

        @Test
        void shouldFollowALinkThatIsSwapped() throws IOException {
            Path first = Files.createDirectory(directory.resolve("..2026_01"));
            Files.writeString(first.resolve("a.yaml"), services("one=1"));
            Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_01"));
            Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
            load(directory);
            assertModel("one=1");
            Path second = Files.createDirectory(directory.resolve("..2026_02"));
            Files.writeString(second.resolve("a.yaml"), services("one=2"));
            Path swap =
                    Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2026_02"));
            Files.move(swap, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            change();

            assertModel("one=2");
        }
    }
}

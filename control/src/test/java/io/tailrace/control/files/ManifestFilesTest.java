package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.ServiceModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files, a clock moved by hand: {@link #collectAfterMs} lets time pass and looks. A service
 * {@code name=port} stands for an object and its version.
 */
final class ManifestFilesTest {
    private static final long MS = 1_000_000;
    private static final long SETTLE_MS = ManifestFile.SETTLE_NS / MS;
    private static final long GONE_MS = ManifestFile.GONE_NS / MS;
    private static final long CONFIRM_MS = ManifestFile.CONFIRM_NS / MS;
    private static final long POLL_MS = 1000;

    private final Path directory;
    private final Model model = new Model();
    private @Nullable ManifestFiles files;
    private long nowNs = -500 * MS;

    ManifestFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() throws IOException {
        if (files != null) {
            files.close();
        }
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

    @Nested
    final class BadEdits {
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

    @Nested
    final class Waiting {
        /** More than an event needs; nothing here waits that long unless it fails. */
        private static final long LONGEST_NS = 500 * MS;

        @Test
        void shouldWakeAtAnEventAndSettleWithoutAnother() throws Exception {
            write("a.yaml", services("one=1"));
            load(directory);
            write("a.yaml", services("one=2"));

            awaitModel("one=2");
        }

        @Test
        void shouldWakeWhenALinkOnTheWayIsSwapped() throws Exception {
            for (String version : List.of("1", "2")) {
                Path target = Files.createDirectory(directory.resolve("v" + version));
                Files.writeString(target.resolve("a.yaml"), services("one=" + version));
            }
            Path link = Files.createSymbolicLink(directory.resolve("current"), Path.of("v1"));
            load(link);
            Path swap = Files.createSymbolicLink(directory.resolve("next"), Path.of("v2"));
            Files.move(swap, link, StandardCopyOption.ATOMIC_MOVE);

            awaitModel("one=2");
            // And the new directory is watched in turn.
            Files.writeString(directory.resolve("v2/a.yaml"), services("one=3"));
            awaitModel("one=3");
        }

        @Test
        void shouldWakeWhenADirectoryIsReplaced() throws Exception {
            Path sub = Files.createDirectory(directory.resolve("sub"));
            Files.writeString(sub.resolve("a.yaml"), services("one=1"));
            Path next = Files.createDirectory(directory.resolve("next"));
            Files.writeString(next.resolve("a.yaml"), services("one=2"));
            load(sub);
            Files.move(sub, directory.resolve("old"));
            Files.move(next, sub);

            awaitModel("one=2");
            Files.writeString(sub.resolve("a.yaml"), services("one=3"));
            awaitModel("one=3");
        }

        @Test
        void shouldWakeAtOnceWhenClosed() throws Exception {
            write("a.yaml", services("one=1"));
            load(directory);
            Thread closer = Thread.ofPlatform().start(() -> closeQuietly(files()));

            while (!files().isClosed()) {
                files().await(nowNs, LONGEST_NS);
            }
            files().await(nowNs, LONGEST_NS);
            closer.join();
        }

        /**
         * As the control loop does, but the clock moves by one settling time a turn, so that it
         * does not come to the poll: what is found, an event has brought.
         */
        private void awaitModel(String... expected) throws Exception {
            long pollNs = nowNs + POLL_MS * MS;
            while (!model(model).equals(List.of(expected))) {
                assertTrue(nowNs < pollNs, () -> "still " + model(model));
                files().await(nowNs, LONGEST_NS);
                files().collect(nowNs, model);
                nowNs += SETTLE_MS * MS;
                files().collect(nowNs, model);
            }
        }

        private static void closeQuietly(ManifestFiles files) {
            try {
                files.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void load(Path... paths) throws IOException {
        files = ManifestFiles.open(Arrays.asList(paths));
        files.load(nowNs, model);
    }

    /** What an event does, and what settles after it. */
    private void change() {
        collectAfterMs(POLL_MS);
        collectAfterMs(SETTLE_MS);
    }

    private void collectAfterMs(long millis) {
        nowNs += millis * MS;
        files().collect(nowNs, model);
    }

    private ManifestFiles files() {
        assertNotNull(files);
        return files;
    }

    private List<String> rejections() {
        return files().rejections(nowNs).stream().map(Object::toString).toList();
    }

    private void assertRejections(String... expected) {
        assertEquals(List.of(expected), rejections());
    }

    private void assertModel(String... expected) {
        assertEquals(List.of(expected), model(model));
    }

    /** The services of the model as {@code name=port}, sorted. */
    private static List<String> model(Model model) {
        List<String> services = new ArrayList<>();
        for (String name : List.of("one", "two", "three", "four")) {
            ServiceModel service = model.service(ObjectKey.service("default", name));
            if (service != null) {
                services.add(name + "=" + service.ports().get(0).number());
            }
        }
        Collections.sort(services);
        return services;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String services(String... namesAndPorts) {
        StringBuilder text = new StringBuilder();
        for (String service : namesAndPorts) {
            int equals = service.indexOf('=');
            text.append(
                    """
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: %s
                    spec:
                      ports:
                        - port: %s
                    """
                            .formatted(
                                    service.substring(0, equals), service.substring(equals + 1)));
        }
        return text.toString();
    }

    private static String json(String service) {
        int equals = service.indexOf('=');
        return """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"},
         "spec": {"ports": [{"port": %s}]}}
        """
                .formatted(service.substring(0, equals), service.substring(equals + 1));
    }
}

package io.tailrace.control.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnotationsTest {
    private static final Path PAGE =
            Path.of(System.getProperty("basedir", "."), "../deploy/docs/annotations.md");

    /** The page has this very table. After a change of the registry: put it there. */
    @Test
    void shouldBeDocumentedAsTheyAre() throws IOException {
        StringBuilder table =
                new StringBuilder("| `tailrace.io/` | values | default | of | |\n")
                        .append("| --- | --- | --- | --- | --- |\n");
        for (Setting<?> setting : Annotations.all()) {
            String absent = setting.absentText().isEmpty() ? "" : "`" + setting.absentText() + "`";
            table.append(
                    "| `%s` | %s | %s | %s | %s |\n"
                            .formatted(
                                    setting.name(),
                                    setting.values().range(),
                                    absent,
                                    setting.scope().label(),
                                    setting.text()));
        }
        String page = Files.readString(PAGE);
        assertTrue(page.contains("\n\n" + table + "\n"), table::toString);
    }

    @Test
    void shouldTellOfWhatIsNoSetting() {
        List<Rejection> rejections = new ArrayList<>();
        Annotations.warnOfUnknown(
                Samples.ingress("web").annotation("rewrite-target", "/").build(), rejections);
        assertEquals(
                "[ingress shop/web: metadata.annotations: \"tailrace.io/rewrite-target\" is no"
                        + " setting; see the documentation for those there are; passed over]",
                rejections.toString());
    }

    @Test
    void shouldBeReadAsItsDefaultWhenItIsNotStated() {
        List<Rejection> rejections = new ArrayList<>();
        AnnotationReader reader = new AnnotationReader(Samples.ingress("web").build(), rejections);
        for (Setting<?> setting : Annotations.all()) {
            assertEquals(setting.absent(), reader.value(setting), setting.name());
            assertFalse(reader.states(setting), setting.name());
        }
        assertEquals(List.of(), rejections);
    }

    @Test
    void shouldSayWhatCountsWhenItCannotBeRead() {
        for (Setting<?> setting : Annotations.all()) {
            List<Rejection> rejections = new ArrayList<>();
            IngressModel ingress =
                    Samples.ingress("web").annotation(setting.name(), "/(*)/").build();
            assertEquals(
                    setting.unreadable(),
                    new AnnotationReader(ingress, rejections).value(setting),
                    setting.name());
            String told = rejections.toString();
            assertTrue(
                    told.startsWith(
                                    "[ingress shop/web: annotation tailrace.io/"
                                            + setting.name()
                                            + ": \"/(*)/\"")
                            && told.endsWith("; " + setting.unreadableText() + "]"),
                    told);
        }
    }

    @ParameterizedTest
    @CsvSource({"1ms, 1", "500ms, 500", "3s, 3000", "5m, 300000", "24h, 86400000"})
    void shouldReadATimeWhenItIsInItsRange(String stated, long milliseconds) throws UnfitException {
        assertEquals(Duration.ofMillis(milliseconds), Values.time().reading().read(stated, "shop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0s", "0ms", "25h", "3", "-1s", "1.5s", "3 s", "1d", "9999999999ms"})
    void shouldRefuseATimeWhenItIsNone(String stated) {
        assertThrows(UnfitException.class, () -> Values.time().reading().read(stated, "shop"));
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "32KiB, 32768", "10MiB, 10485760", "2GiB, 2147483648"})
    void shouldReadASizeWhenItIsInItsRange(String stated, long bytes) throws UnfitException {
        assertEquals(bytes, Values.size().reading().read(stated, "shop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "8m", "1MB", "-1B", "1.5MiB", "1 KiB", "9999999999B"})
    void shouldRefuseASizeWhenItIsNone(String stated) {
        assertThrows(UnfitException.class, () -> Values.size().reading().read(stated, "shop"));
    }
}

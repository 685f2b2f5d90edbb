package io.tailrace.loadtest.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestDirectoryTest {
    private static final Rules RULES =
            new Rules(new TreeMap<>(), new TreeMap<>())
                    .withService("s", new TreeSet<>(List.of("s-0", "s-1")))
                    .withHost("*.test", List.of(new PathRule("/a", true, "s")));

    @TempDir private Path path;

    private ManifestDirectory directory() {
        return new ManifestDirectory(path, "example.test/controller", Map.of("s-0", 1, "s-1", 2));
    }

    private String read(String name) throws IOException {
        return Files.readString(path.resolve(name));
    }

    @Test
    void shouldStateAllWhenAskedFor() throws IOException {
        directory().writeAll(RULES);
        assertTrue(read("churn-class.yaml").contains("example.test/controller"));
        String host = read("churn-any-test.yaml");
        assertTrue(host.contains("host: \"*.test\""), host);
        assertTrue(host.contains("{path: /a, pathType: Exact, backend: {service: {name: s,"), host);
        String service = read("churn-s.yaml");
        assertEquals(2, service.split("kind: EndpointSlice", -1).length - 1, service);
    }

    @Test
    void shouldTouchOneFileWhenOneThingChanges() throws IOException {
        directory().writeAll(RULES);
        Rules less = RULES.withService("s", new TreeSet<>(List.of("s-1")));
        directory().write(new Change(Kind.ENDPOINT_REMOVED, null, "s", less));
        assertFalse(read("churn-s.yaml").contains("s-0"));
        Rules none = less.withHost("*.test", null);
        directory().write(new Change(Kind.HOST_REMOVED, "*.test", null, none));
        assertFalse(Files.exists(path.resolve("churn-any-test.yaml")));
    }

    @Test
    void shouldTouchNothingWhenSomebodyElsesManifestsAreThere() throws IOException {
        Files.writeString(path.resolve("shop.yaml"), "kind: Ingress");
        IOException e = assertThrows(IOException.class, () -> directory().writeAll(RULES));
        assertTrue(
                String.valueOf(e.getMessage()).contains("shop.yaml is not of a churn run"),
                e::toString);
        assertEquals("kind: Ingress", read("shop.yaml"));
    }

    @Test
    void shouldReplaceWhatAnEarlierRunHasLeft() throws IOException {
        Files.writeString(path.resolve("churn-old.yaml"), "kind: Ingress");
        directory().writeAll(RULES);
        assertFalse(Files.exists(path.resolve("churn-old.yaml")));
    }
}

package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DemoManifestsTest {
    @Test
    void shouldHoldTheExampleAndTheGivenSlicesUntilItIsClosed() throws Exception {
        DemoManifests manifests = DemoManifests.write("slices");
        Path directory = manifests.directory();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    Set.of(
                            "ingressclass.yaml",
                            "ingress.yaml",
                            "services.yaml",
                            "endpointslices.yaml"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        assertEquals("slices", Files.readString(directory.resolve("endpointslices.yaml")));
        Files.writeString(directory.resolve("added-by-the-user.yaml"), "kind: List\n");

        manifests.close();

        assertFalse(Files.exists(directory));
    }
}

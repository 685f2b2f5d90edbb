package io.tailrace.deploy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of manifests for the demo: the talk's Ingress, from the examples, and the pods'
 * EndpointSlices. It is removed at the end, with whatever was added to it.
 *
 * <p>Thread: any one thread at a time.
 */
final class DemoManifests implements AutoCloseable {
    private static final String EXAMPLE = "examples/foobar/";
    private static final List<String> FILES =
            List.of("ingressclass.yaml", "ingress.yaml", "services.yaml");

    private final Path directory;

    private DemoManifests(Path directory) {
        this.directory = directory;
    }

    static DemoManifests write(String slices) throws IOException {
        DemoManifests manifests =
                new DemoManifests(Files.createTempDirectory("tailrace-demo-").toRealPath());
        try {
            // For an end in the midst of the start; the directory first, as the last is deleted
            // first.
            manifests.directory.toFile().deleteOnExit();
            for (String file : FILES) {
                manifests.copy(file);
            }
            Path sliceFile = manifests.directory.resolve("endpointslices.yaml");
            Files.writeString(sliceFile, slices);
            sliceFile.toFile().deleteOnExit();
        } catch (IOException e) {
            manifests.close();
            throw e;
        }
        return manifests;
    }

    Path directory() {
        return directory;
    }

    private void copy(String file) throws IOException {
        try (InputStream in = DemoManifests.class.getResourceAsStream(EXAMPLE + file)) {
            if (in == null) {
                throw new FileNotFoundException(
                        EXAMPLE + file + " is not in the jar; build it anew");
            }
            Path target = directory.resolve(file);
            Files.copy(in, target);
            target.toFile().deleteOnExit();
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.list(directory)) {
            entries = found.toList();
        }
        for (Path entry : entries) {
            Files.deleteIfExists(entry);
        }
        Files.deleteIfExists(directory);
    }
}

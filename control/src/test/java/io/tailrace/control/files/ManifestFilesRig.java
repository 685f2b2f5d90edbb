package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.ServiceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory of manifests, its files looked at by hand. */
abstract class ManifestFilesRig {
    static final long MS = 1_000_000;

    static final long SETTLE_MS = ManifestFile.SETTLE_NS / MS;

    static final long GONE_MS = ManifestFile.GONE_NS / MS;

    static final long CONFIRM_MS = ManifestFile.CONFIRM_NS / MS;

    static final long POLL_MS = 1000;

    final Path directory;

    final Model model = new Model();

    @Nullable ManifestFiles files;

    long nowNs = -500 * MS;

    ManifestFilesRig(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() throws IOException {
        if (files != null) {
            files.close();
        }
    }

    void load(Path... paths) throws IOException {
        files = ManifestFiles.open(Arrays.asList(paths));
        files.load(nowNs, model);
    }

    /** What an event does, and what settles after it. */
    void change() {
        collectAfterMs(POLL_MS);
        collectAfterMs(SETTLE_MS);
    }

    void collectAfterMs(long millis) {
        nowNs += millis * MS;
        files().collect(nowNs, model);
    }

    ManifestFiles files() {
        assertNotNull(files);
        return files;
    }

    List<String> rejections() {
        return files().rejections(nowNs).stream().map(Object::toString).toList();
    }

    void assertRejections(String... expected) {
        assertEquals(List.of(expected), rejections());
    }

    void assertModel(String... expected) {
        assertEquals(List.of(expected), model(model));
    }

    /** The services of the model as {@code name=port}, sorted. */
    static List<String> model(Model model) {
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

    Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    static String services(String... namesAndPorts) {
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

    static String json(String service) {
        int equals = service.indexOf('=');
        return """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"},
         "spec": {"ports": [{"port": %s}]}}
        """
                .formatted(service.substring(0, equals), service.substring(equals + 1));
    }
}

package io.tailrace.control.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
    private static final String TWO_CONTEXTS =
            """
            apiVersion: v1
            kind: Config
            clusters:
              - {name: c1, cluster: {server: "https://10.0.0.1:6443"}}
              - {name: c2, cluster: {}}
            users: [{name: u, user: {token: t0}}]
            contexts:
              - {name: one, context: {cluster: c1, user: u}}
              - {name: two, context: {cluster: c2, user: u}}
            """;

    @TempDir private Path directory;

    @Test
    void shouldTakeServerAndTokenOfTheContext() throws IOException {
        Config config = Access.ofFile(file(TWO_CONTEXTS), "one");

        assertEquals("https://10.0.0.1:6443/", config.getMasterUrl());
        assertEquals("t0", config.getAutoOAuthToken());
    }

    @Test
    void shouldNameTheContextsThereAreWhenTheOneAskedForIsMissing() throws IOException {
        Path file = file(TWO_CONTEXTS);

        assertEquals(
                "kubeconfig " + file + ": has no context \"three\"; there are [one, two]",
                message(file, "three"));
    }

    @Test
    void shouldAskForAContextWhenTheFileHasNoCurrentOne() throws IOException {
        Path file = file(TWO_CONTEXTS);

        assertEquals(
                "kubeconfig "
                        + file
                        + ": has no current-context; give --context, one of [one, two]",
                message(file, null));
    }

    @Test
    void shouldNameTheClusterWhenItHasNoServer() throws IOException {
        Path file = file(TWO_CONTEXTS);

        assertEquals(
                "kubeconfig "
                        + file
                        + ": context \"two\" names the cluster \"c2\", which has no server there",
                message(file, "two"));
    }

    @Test
    void shouldNameThePlaceWhenThereIsNoSuchFile() {
        Path file = directory.resolve("absent");

        assertEquals("kubeconfig " + file + ": no such file", message(file, null));
    }

    @Test
    void shouldNameTheWaysToRunWhenThereIsNoServiceAccount() {
        IOException e =
                assertThrows(IOException.class, () -> Access.ofPod(directory, Map.of(), null));

        assertEquals(
                "nothing to run by: give --manifests PATH for manifest files, --kubeconfig PATH for"
                        + " a cluster from outside, or run in a pod with a service account; "
                        + directory.resolve("token")
                        + " cannot be read",
                e.getMessage());
    }

    @Test
    void shouldReadTheTokenAnewWhenItsFileIsReplaced() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "first\n");
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        Config config = Access.ofPod(directory, environment, null);
        assertEquals("https://[fd00::1]:443/", config.getMasterUrl());
        assertEquals("first", config.getOauthTokenProvider().getToken());

        Files.writeString(token, "second\n");
        assertEquals("second", config.getOauthTokenProvider().getToken());

        Files.delete(token);
        assertEquals("second", config.getOauthTokenProvider().getToken());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config"), text);
    }

    private static String message(Path file, @Nullable String context) {
        IOException e = assertThrows(IOException.class, () -> Access.ofFile(file, context));
        return String.valueOf(e.getMessage());
    }
}

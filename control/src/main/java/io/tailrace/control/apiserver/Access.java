package io.tailrace.control.apiserver;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.tailrace.control.model.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is and by what we show who we are: a kubeconfig's context, or the service
 * account of a pod.
 *
 * <p>Thread: any (stateless).
 */
final class Access {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int LONGEST_ANSWER_MS = 30_000;
    private static final int LONGEST_CONNECT_MS = 5_000;

    private Access() {}

    /**
     * The client's configuration.
     *
     * @throws IOException with one line for the user
     */
    static Config of(ApiServerSettings settings) throws IOException {
        Config config =
                settings.kubeconfig() == null
                        ? ofPod(ACCOUNT, System.getenv(), settings.context())
                        : ofFile(settings.kubeconfig(), settings.context());
        config.setRequestTimeout(LONGEST_ANSWER_MS);
        config.setConnectionTimeout(LONGEST_CONNECT_MS);
        // Who asks decides when to ask again.
        config.setRequestRetryBackoffLimit(0);
        config.setWatchReconnectLimit(0);
        config.setOnlyHttpWatches(true);
        return config;
    }

    /** By the service account that is mounted in each pod. */
    static Config ofPod(Path account, Map<String, String> environment, @Nullable String context)
            throws IOException {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        Path token = account.resolve("token");
        if (host == null || port == null || !Files.isReadable(token)) {
            throw new IOException(
                    "nothing to run by: give --manifests PATH for manifest files, --kubeconfig PATH"
                            + " for a cluster from outside, or run in a pod with a service account"
                            + (Files.exists(account) ? "; " + token + " cannot be read" : ""));
        }
        if (context != null) {
            throw new IOException(
                    "--context " + context + ": is of a kubeconfig, give --kubeconfig");
        }
        String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        Config config = Config.empty();
        config.setMasterUrl("https://" + address + ":" + port + "/");
        config.setCaCertFile(account.resolve("ca.crt").toString());
        config.setOauthTokenProvider(new TokenFile(token)::token);
        return config;
    }

    /** By a context of a file. */
    static Config ofFile(Path file, @Nullable String context) throws IOException {
        String place = "kubeconfig " + file;
        if (!Files.isReadable(file)) {
            throw new IOException(
                    place + ": " + (Files.exists(file) ? "permission denied" : "no such file"));
        }
        if (Files.isDirectory(file)) {
            throw new IOException(place + ": is a directory");
        }
        io.fabric8.kubernetes.api.model.Config stated = parsed(place, file);
        String wanted = context == null ? text(stated.getCurrentContext()) : context;
        List<String> names =
                stated.getContexts().stream().map(NamedContext::getName).sorted().toList();
        if (wanted.isEmpty()) {
            throw new IOException(
                    place + ": has no current-context; give --context, one of " + names);
        }
        NamedContext named =
                stated.getContexts().stream()
                        .filter(one -> wanted.equals(one.getName()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                place
                                                        + ": has no context "
                                                        + Quoted.of(wanted)
                                                        + "; there are "
                                                        + names));
        String cluster = named.getContext() == null ? "" : text(named.getContext().getCluster());
        boolean known =
                stated.getClusters().stream()
                        .anyMatch(
                                one ->
                                        cluster.equals(one.getName())
                                                && one.getCluster() != null
                                                && !text(one.getCluster().getServer()).isEmpty());
        if (!known) {
            throw new IOException(
                    place
                            + ": context "
                            + Quoted.of(wanted)
                            + " names the cluster "
                            + Quoted.of(cluster)
                            + ", which has no server there");
        }
        try {
            return Config.fromKubeconfig(wanted, file.toFile());
        } catch (RuntimeException e) {
            throw new IOException(place + ": " + firstLine(e), e);
        }
    }

    private static io.fabric8.kubernetes.api.model.Config parsed(String place, Path file)
            throws IOException {
        io.fabric8.kubernetes.api.model.Config stated;
        try {
            stated = KubeConfigUtils.parseConfig(file.toFile());
        } catch (RuntimeException e) {
            throw new IOException(place + ": is no kubeconfig: " + firstLine(e), e);
        }
        if (stated == null || stated.getContexts() == null || stated.getClusters() == null) {
            throw new IOException(place + ": is no kubeconfig: it states no contexts");
        }
        return stated;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String firstLine(RuntimeException e) {
        return Quoted.sentence(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
}

package io.tailrace.deploy;

import io.tailrace.control.apiserver.ApiServerSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Which API server is asked, and for what.
 *
 * <p>Thread: the main thread.
 */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "PATH",
            description =
                    "Kubeconfig file: runs outside of the cluster. Default, without --manifests:"
                            + " the service account of the pod.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig. Default: its current-context.")
    private @Nullable String context;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            converter = NamespaceConverter.class,
            description =
                    "Namespace whose Ingresses, Services and EndpointSlices count; may be given"
                            + " several times. Default: all.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--watch-secrets",
            paramLabel = "named|all",
            defaultValue = "named",
            converter = SecretsConverter.class,
            description = {
                "Watch each Secret that is named by itself, or all of them at once, which needs"
                        + " the right to read all.",
                "Default: ${DEFAULT-VALUE}"
            })
    private Secrets secrets = Secrets.NAMED;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Where to keep the last good rules, without private keys, for a start while the"
                            + " API server is away. Default: nowhere.")
    private @Nullable Path stateDirectory;

    /** How the API server is asked. */
    ApiServerSettings settings() {
        return new ApiServerSettings(
                kubeconfig, context, namespaces, secrets == Secrets.ALL, stateDirectory);
    }

    /** Those that are watched; none: all. */
    List<String> namespaces() {
        return namespaces;
    }

    /** An option that manifests leave no room for; null if none is given. */
    @Nullable String given() {
        if (kubeconfig != null) {
            return "--kubeconfig";
        }
        if (context != null) {
            return "--context";
        }
        if (!namespaces.isEmpty()) {
            return "--namespace";
        }
        if (secrets == Secrets.ALL) {
            return "--watch-secrets";
        }
        return stateDirectory == null ? null : "--state-dir";
    }

    /** How Secrets are watched. */
    enum Secrets {
        NAMED,
        ALL
    }

    /** {@code named} or {@code all}. */
    static final class SecretsConverter extends OneOf<Secrets> {
        SecretsConverter() {
            super(Secrets.class);
        }
    }

    /** A name that a namespace can have. */
    static final class NamespaceConverter implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches(ServicePortConverter.LABEL)) {
                throw new TypeConversionException("'" + value + "' is not a namespace");
            }
            return value;
        }
    }
}

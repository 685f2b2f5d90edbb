package io.tailrace.deploy;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PublishedAddress;
import io.tailrace.control.status.StatusSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What the cluster is told of what is in force, and who tells it.
 *
 * <p>Thread: main.
 */
final class StatusOptions {
    private static final Path POD_NAMESPACE =
            Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    @Option(
            names = "--status",
            paramLabel = "on|off",
            defaultValue = "on",
            converter = Switch.Converter.class,
            description =
                    "Write the status of Ingresses and events, if this process is elected leader."
                            + " Off: it never is. Default: ${DEFAULT-VALUE}")
    private Switch status = Switch.ON;

    @Option(
            names = "--publish-address",
            paramLabel = "ADDR",
            converter = PublishedAddressConverter.class,
            description =
                    "IP address or host name that the status of Ingresses shows; may be given"
                            + " several times. Default: that of --publish-service, else those of the"
                            + " nodes of our ready pods.")
    private List<PublishedAddress> addresses = List.of();

    @Option(
            names = "--publish-service",
            paramLabel = "NS/NAME",
            converter = ServiceNameConverter.class,
            description = "Service whose addresses the status of Ingresses shows. Default: none.")
    private @Nullable ObjectKey service;

    @Option(
            names = "--pod-selector",
            paramLabel = "SELECTOR",
            defaultValue = StatusSettings.POD_SELECTOR,
            description = {
                "Label selector of our pods, where the addresses of their nodes are shown.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String podSelector = StatusSettings.POD_SELECTOR;

    @Option(
            names = "--leader-namespace",
            paramLabel = "NS",
            converter = ClusterOptions.NamespaceConverter.class,
            description =
                    "Namespace of the lease by which the leader is elected, and of our pods."
                            + " Default: that of the pod, else default.")
    private @Nullable String namespace;

    /**
     * What to write; null: nothing.
     *
     * @param watched namespaces; none: all
     * @throws IllegalArgumentException with one line for the user
     */
    @Nullable StatusSettings settings(String controllerName, List<String> watched) {
        if (status == Switch.OFF) {
            return null;
        }
        if (!addresses.isEmpty() && service != null) {
            throw new IllegalArgumentException(
                    "--publish-address and --publish-service say the same thing; choose one");
        }
        Map<String, String> environment = System.getenv();
        return new StatusSettings(
                controllerName,
                identity(environment),
                namespace == null ? ownNamespace(environment, POD_NAMESPACE) : namespace,
                addresses,
                service,
                podSelector,
                watched);
    }

    /** An option that manifests leave no room for; null if none is given. */
    @Nullable String given() {
        if (!addresses.isEmpty()) {
            return "--publish-address";
        }
        if (service != null) {
            return "--publish-service";
        }
        if (!podSelector.equals(StatusSettings.POD_SELECTOR)) {
            return "--pod-selector";
        }
        return namespace == null ? null : "--leader-namespace";
    }

    /** A name that tells a person where the process is, and no other process has. */
    private static String identity(Map<String, String> environment) {
        String place =
                environment.getOrDefault(EndpointOptions.NODE_NAME, environment.get("HOSTNAME"));
        return (place == null || place.isEmpty() ? "tailrace" : place)
                + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    static String ownNamespace(Map<String, String> environment, Path ofAccount) {
        String stated = environment.get("POD_NAMESPACE");
        if (stated != null && !stated.isEmpty()) {
            return stated;
        }
        try {
            return Files.readString(ofAccount).strip();
        } catch (IOException e) {
            return "default";
        }
    }

    /** An IP address or a host name. */
    static final class PublishedAddressConverter implements ITypeConverter<PublishedAddress> {
        private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
        private static final int MAX_NAME = 253;
        private static final Pattern NAME =
                Pattern.compile(
                        ServicePortConverter.LABEL + "(?:\\." + ServicePortConverter.LABEL + ")*");

        @Override
        public PublishedAddress convert(String value) {
            if (NUMBERS.matcher(value).matches() || value.indexOf(':') >= 0) {
                return PublishedAddress.ofIp(ip(value));
            }
            String name = value.toLowerCase(Locale.ROOT);
            if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
                throw wrong(value);
            }
            return PublishedAddress.ofHostname(name);
        }

        private static String ip(String value) {
            try {
                return InetAddress.ofLiteral(value).getHostAddress();
            } catch (IllegalArgumentException e) {
                throw wrong(value);
            }
        }

        private static TypeConversionException wrong(String value) {
            return new TypeConversionException(
                    "'"
                            + value
                            + "' is not an address, as in 192.0.2.1, 2001:db8::1 or"
                            + " lb.example.com");
        }
    }

    /** {@code NAMESPACE/NAME} of a Service. */
    static final class ServiceNameConverter implements ITypeConverter<ObjectKey> {
        private static final Pattern FORM =
                Pattern.compile(ServicePortConverter.LABEL + "/" + ServicePortConverter.LABEL);

        @Override
        public ObjectKey convert(String value) {
            if (!FORM.matcher(value).matches()) {
                throw new TypeConversionException(
                        "'" + value + "' is not NAMESPACE/NAME, as in edge/tailrace");
            }
            int slash = value.indexOf('/');
            return ObjectKey.service(value.substring(0, slash), value.substring(slash + 1));
        }
    }
}

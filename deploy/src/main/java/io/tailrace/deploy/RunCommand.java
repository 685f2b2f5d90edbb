package io.tailrace.deploy;

import io.tailrace.control.Control;
import io.tailrace.control.ControlSettings;
import io.tailrace.control.status.StatusSettings;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.route.ClusterKey;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code tailrace run}: the proxy, by the objects of a cluster or by manifest files.
 *
 * <p>Thread: the main thread.
 */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Runs the proxy by the objects of a cluster, or by manifest files without one.",
        description = {
            "",
            "In a pod it asks the API server by the pod's service account, elsewhere by"
                    + " --kubeconfig. With --manifests it needs no cluster: they hold Ingress, IngressClass, Service,"
                    + " EndpointSlice, Secret and ConfigMap objects as a cluster would return them;"
                    + " other kinds are passed over. An Ingress counts if its class names our"
                    + " controller. A change is in force at once, and no connection is closed for"
                    + " it. What is wrong with an object is said on standard error; the rest stays"
                    + " in force.",
            ""
        },
        footer = {
            "",
            "SIGTERM and SIGINT: no new connections, what is in flight is finished, status 0.",
            "The Java it runs on and its arguments: TAILRACE_JAVA_HOME, TAILRACE_JAVA_OPTS.",
            "",
            "Examples: tailrace run --kubeconfig ~/.kube/config --context NAME",
            "          tailrace run --manifests deploy/examples/foobar --http 127.0.0.1:8080"
        })
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--manifests",
            paramLabel = "PATH",
            description =
                    "File or directory of manifests (YAML, JSON); may be given several times."
                            + " Default: none, there is a cluster.")
    private List<Path> manifests = List.of();

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private StatusOptions status = new StatusOptions();
    @Mixin private ListenOptions listen = new ListenOptions();
    @Mixin private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--cores",
            paramLabel = "N",
            converter = CoresConverter.class,
            description = "Threads that move HTTP, 1 to 256. Default: one per CPU.")
    private int cores = CoresConverter.perCpu();

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            defaultValue = "127.0.0.1:9090",
            converter = AddressConverter.class,
            description = {
                "Where to answer /healthz, /readyz and /metrics. Port 0: any free one.",
                "Default: ${DEFAULT-VALUE}"
            })
    private @Nullable InetSocketAddress admin;

    @Option(
            names = "--controller-name",
            paramLabel = "NAME",
            defaultValue = ControlSettings.CONTROLLER_NAME,
            converter = ControllerNameConverter.class,
            description = {
                "Ingress classes that name this controller are ours.",
                "Default: ${DEFAULT-VALUE}"
            })
    private String controllerName = ControlSettings.CONTROLLER_NAME;

    @Option(
            names = "--watch-ingress-without-class",
            description = "Ingresses that name no class are ours, too.")
    private boolean withoutClass;

    @Option(
            names = "--default-backend",
            paramLabel = "NS/SERVICE:PORT",
            converter = ServicePortConverter.class,
            description =
                    "Takes the requests that no rule and no Ingress's default backend takes."
                            + " Default: none, they get 404.")
    private @Nullable ClusterKey defaultBackend;

    @Mixin private EndpointOptions endpoints = new EndpointOptions();
    @Mixin private ControlOptions controlling = new ControlOptions();
    @Mixin private CertificateOptions certificates = new CertificateOptions();
    @Mixin private TimeoutOptions timeouts = new TimeoutOptions();
    @Mixin private LimitOptions limits = new LimitOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ProxySettings settings = settings();
        ControlSettings control = controlSettings();
        ShutdownHook end = ShutdownHook.install(timeouts.drain());
        try {
            RunningProxy proxy = RunningProxy.start(settings, control);
            end.serve(proxy, proxy.control()::leave);
            printAddresses(proxy, System.out);
            if (proxy.serve()) {
                printRules(proxy.control(), System.out);
            }
        } catch (IOException | RuntimeException e) {
            end.cancel();
            throw e;
        }
        return Tailrace.STAYS;
    }

    private ControlSettings controlSettings() {
        String option = cluster.given() == null ? status.given() : cluster.given();
        if (!manifests.isEmpty() && option != null) {
            throw wrong(option + " is of a cluster, and there are --manifests; choose one", null);
        }
        return new ControlSettings(
                manifests,
                manifests.isEmpty() ? cluster.settings() : null,
                manifests.isEmpty() ? statusSettings() : null,
                admin,
                controllerName,
                defaultBackend,
                certificates.secret(),
                certificates.redirectPort(),
                controlling.socket(),
                controlling.guarded(),
                endpoints.settings(!manifests.isEmpty(), System.getenv()),
                withoutClass);
    }

    private @Nullable StatusSettings statusSettings() {
        try {
            return status.settings(controllerName, cluster.namespaces());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException wrong(String message, @Nullable Throwable cause) {
        CommandSpec known = Objects.requireNonNull(spec);
        return new ParameterException(known.commandLine(), message, cause);
    }

    private ProxySettings settings() {
        try {
            return new ProxySettings(
                    listen.all(),
                    cores,
                    DirectMemory.perCore(cores),
                    timeouts.timeouts(),
                    limits.limits(),
                    limits.trusted(),
                    tls.settings());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    private void printAddresses(RunningProxy proxy, PrintStream out) {
        Control control = proxy.control();
        out.println("tailrace " + Version.number() + ", cores " + cores);
        for (InetSocketAddress address : proxy.cores().httpAddresses()) {
            out.println("http   " + AddressConverter.format(address));
        }
        for (InetSocketAddress address : proxy.cores().httpsAddresses()) {
            out.println("https  " + AddressConverter.format(address));
        }
        out.println("admin  " + AddressConverter.format(control.adminAddress()));
        if (controlling.socket() != null) {
            out.println("socket " + controlling.socket());
        }
        out.flush();
    }

    private static void printRules(Control control, PrintStream out) {
        out.println(
                "rules  "
                        + control.rules().size()
                        + " in force, generation "
                        + control.generation()
                        + ", rejections "
                        + control.rejections().size());
        out.flush();
    }
}

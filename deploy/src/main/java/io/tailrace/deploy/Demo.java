package io.tailrace.deploy;

import io.tailrace.control.ControlSettings;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.route.Rule;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The talk's Ingress at work: pods, manifests and the proxy before them.
 *
 * <p>Thread: any one thread at a time.
 */
final class Demo implements AutoCloseable {
    private static final List<String> SERVICES = List.of("foo-a", "foo-b", "bar-a", "bar-b");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress USUAL = new InetSocketAddress(LOOPBACK, 8080);
    private static final InetSocketAddress ANY_FREE = new InetSocketAddress(LOOPBACK, 0);

    /** A known host with an unknown path, and an unknown host with a known path. */
    private static final List<DemoRequest> WITHOUT_RULE =
            List.of(new DemoRequest("foo.com", "/c", -1), new DemoRequest("baz.com", "/a", -1));

    private final DemoPods pods;
    private final DemoManifests manifests;
    private final RunningProxy proxy;

    private Demo(DemoPods pods, DemoManifests manifests, RunningProxy proxy) {
        this.pods = pods;
        this.manifests = manifests;
        this.proxy = proxy;
    }

    /**
     * @param http where the proxy listens; null: the usual port, or any free one if it is taken
     * @throws IOException with one line for the user
     */
    static Demo start(@Nullable InetSocketAddress http) throws IOException {
        DemoPods pods = DemoPods.start(SERVICES);
        DemoManifests manifests = null;
        try {
            manifests = DemoManifests.write(pods.slices());
            return new Demo(pods, manifests, startProxy(manifests, http));
        } catch (IOException | RuntimeException e) {
            pods.close();
            if (manifests != null) {
                manifests.close();
            }
            throw e;
        }
    }

    private static RunningProxy startProxy(
            DemoManifests manifests, @Nullable InetSocketAddress http) throws IOException {
        if (http != null) {
            return startProxyAt(manifests, http);
        }
        try {
            return startProxyAt(manifests, USUAL);
        } catch (BindException e) {
            return startProxyAt(manifests, ANY_FREE);
        }
    }

    private static RunningProxy startProxyAt(DemoManifests manifests, InetSocketAddress http)
            throws IOException {
        int cores = CoresConverter.perCpu();
        RunningProxy proxy =
                RunningProxy.start(
                        new ProxySettings(
                                List.of(new ListenAddress(http, ProxyProtocol.OFF, false)),
                                cores,
                                DirectMemory.perCore(cores),
                                Timeouts.defaults(),
                                Limits.defaults(),
                                List.of(),
                                TlsSettings.defaults()),
                        new ControlSettings(
                                List.of(manifests.directory()),
                                ANY_FREE,
                                ControlSettings.CONTROLLER_NAME,
                                null));
        try {
            proxy.serve();
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
        return proxy;
    }

    RunningProxy proxy() {
        return proxy;
    }

    /** Outlive the process unless they are closed. */
    DemoManifests manifests() {
        return manifests;
    }

    /**
     * Prints the decision table and the answers to one request per rule and to some that match
     * none.
     *
     * @return whether every answer is right
     */
    boolean show(PrintStream out) throws IOException {
        List<Rule> rules = rules();
        DemoText text = new DemoText(out, address());
        text.table(rules);
        List<DemoRequest> requests = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            requests.add(new DemoRequest(rules.get(i).host(), rules.get(i).path(), i));
        }
        requests.addAll(WITHOUT_RULE);
        int right = 0;
        text.answersHead();
        for (DemoRequest request : requests) {
            DemoAnswer answer = DemoAnswer.ask(address(), request.host(), request.path());
            int rule = ruleOf(answer, rules);
            boolean isRight = rule == request.rule() && isAsExpected(answer, rule);
            text.answer(request, answer, rule, isRight);
            right += isRight ? 1 : 0;
        }
        text.verdict(right, requests.size());
        return right == requests.size() && rules.size() == SERVICES.size();
    }

    /** Prints what to try while the demo stays up. */
    void invite(PrintStream out) {
        new DemoText(out, address())
                .invitation(rules(), manifests.directory(), proxy.control().adminAddress());
    }

    /** In the order of the Ingress, not of the compiled table. */
    private List<Rule> rules() {
        return proxy.control().rules().stream().sorted(Comparator.comparing(Rule::source)).toList();
    }

    /** The rule whose Service has the pod that answered; -1 when the proxy itself did. */
    private int ruleOf(DemoAnswer answer, List<Rule> rules) {
        String service = pods.serviceOf(answer.pod());
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).target().service().equals(service)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAsExpected(DemoAnswer answer, int rule) {
        return rule < 0
                ? answer.status() == 404 && answer.reason().equals("no_route")
                : answer.status() == 200;
    }

    /** Where requests go: a wildcard address is reached through loopback. */
    private InetSocketAddress address() {
        InetSocketAddress bound = proxy.cores().httpAddresses().getFirst();
        return bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(LOOPBACK, bound.getPort())
                : bound;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        pods.close();
        manifests.close();
    }
}

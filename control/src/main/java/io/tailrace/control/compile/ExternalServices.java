package io.tailrace.control.compile;

import io.tailrace.control.compile.ExternalAddresses.Answer;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.ServiceModel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A port of a Service of type ExternalName to the addresses that its name resolves to. Its ports
 * mean nothing to Kubernetes: one that it does not list counts as it is.
 *
 * <p>Thread: control.
 */
final class ExternalServices {

    /** What ends in a number is an address, in one of its spellings. */
    private static final Pattern ENDS_IN_NUMBER =
            Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

    private static final int MOST = 64;

    private final EndpointSettings settings;
    private final ExternalAddresses addresses;

    ExternalServices(EndpointSettings settings, ExternalAddresses addresses) {
        this.settings = settings;
        this.addresses = addresses;
    }

    /**
     * @param port empty: the first one
     */
    Resolution resolve(ServiceModel service, String port) {
        ObjectKey key = service.key();
        if (!settings.externalNames()) {
            return Resolution.none(
                    key + " is of type ExternalName, which is not served",
                    "name a service with endpoints, or switch it on: --external-names on");
        }
        int number = number(service, port);
        if (number == 0) {
            return Resolution.none(
                    key + " has no TCP port" + (port.isEmpty() ? "" : " " + port),
                    "write the number of the port, or list it");
        }
        String name;
        try {
            name = HostNames.normalise(service.externalName());
        } catch (UnfitException e) {
            return noName(service, e.reason());
        }
        if (name.isEmpty() || name.startsWith("*") || ENDS_IN_NUMBER.matcher(name).matches()) {
            return noName(service, "is no host name");
        }
        Answer answer = addresses.of(key, name);
        return answer == null ? Resolution.NOTHING : judge(service, answer, number);
    }

    private static Resolution noName(ServiceModel service, String reason) {
        return Resolution.none(
                service.key() + ": " + Quoted.of(service.externalName()) + ": " + reason,
                "write the name of a host");
    }

    private static int number(ServiceModel service, String port) {
        PortModel listed = EndpointResolver.port(service, port);
        return listed == null ? Values.portNumber(port) : listed.number();
    }

    private Resolution judge(ServiceModel service, Answer answer, int port) {
        List<Rejection> rejections = new ArrayList<>();
        List<InetSocketAddress> usable = new ArrayList<>();
        for (InetAddress address : answer.addresses()) {
            if (usable.size() < MOST) {
                usable.add(new InetSocketAddress(address, port));
            }
        }
        usable.sort(EndpointResolver.ADDRESS_ORDER);
        if (!answer.refused().isEmpty()) {
            tell(service, answer.refused(), "have the name say others; skipped", rejections);
        }
        if (!answer.problem().isEmpty()) {
            tell(
                    service,
                    answer.problem(),
                    answer.addresses().isEmpty()
                            ? "correct it, or see to the resolver; it is asked again"
                            : "see to the resolver; the last good answer stays in force",
                    rejections);
        }
        return new Resolution(
                usable,
                usable.isEmpty()
                        ? new Resolution.Problem(
                                service.key() + ": its external name has no address to use",
                                "see what is said of the service")
                        : null,
                rejections);
    }

    private static void tell(
            ServiceModel service, String reason, String remedy, List<Rejection> rejections) {
        rejections.add(
                Rejection.of(
                        service.key(),
                        "spec.externalName " + Quoted.of(service.externalName()),
                        reason,
                        remedy));
    }
}

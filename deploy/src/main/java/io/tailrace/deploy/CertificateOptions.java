package io.tailrace.deploy;

import io.tailrace.control.model.ObjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What control does with certificates.
 *
 * <p>Thread: main.
 */
final class CertificateOptions {
    @Option(
            names = "--default-certificate",
            paramLabel = "NS/NAME",
            converter = SecretNameConverter.class,
            description =
                    "Secret with the certificate of all hosts that have none of their own. Default: a"
                            + " self-signed one is made.")
    private @Nullable ObjectKey secret;

    @Option(
            names = "--https-redirect-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description =
                    "Where hosts that have a certificate redirect plain HTTP to. Default: the port of"
                            + " the first --https; without one, there are no redirects.")
    private int redirectPort;

    @Nullable ObjectKey secret() {
        return secret;
    }

    /** 0: not stated. */
    int redirectPort() {
        return redirectPort;
    }

    /** A port number from 1 on. */
    static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            int port = WholeNumber.parse(value, 1, AddressConverter.LAST_PORT);
            if (port < 0) {
                throw new TypeConversionException(
                        "'" + value + "' is not a port, 1 to " + AddressConverter.LAST_PORT);
            }
            return port;
        }
    }
}

package io.tailrace.deploy;

import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code ADDR:PORT}, or {@code ADDR:PORT,proxy-protocol=MODE}.
 *
 * <p>Thread: any (immutable).
 */
final class ListenConverter implements ITypeConverter<ListenConverter.Listen> {
    private static final String MODE = "proxy-protocol=";

    /**
     * One listener.
     *
     * @param proxyProtocol null: as for all
     */
    record Listen(InetSocketAddress address, @Nullable ProxyProtocol proxyProtocol) {
        ListenAddress or(ProxyProtocol ofAll, boolean tls) {
            return new ListenAddress(address, proxyProtocol == null ? ofAll : proxyProtocol, tls);
        }
    }

    @Override
    public Listen convert(String value) {
        int comma = value.indexOf(',');
        InetSocketAddress address =
                new AddressConverter().convert(comma < 0 ? value : value.substring(0, comma));
        if (comma < 0) {
            return new Listen(address, null);
        }
        String setting = value.substring(comma + 1);
        if (!setting.startsWith(MODE)) {
            throw new TypeConversionException(
                    "'"
                            + setting
                            + "' behind "
                            + AddressConverter.format(address)
                            + " is not proxy-protocol=MODE");
        }
        return new Listen(address, new ModeConverter().convert(setting.substring(MODE.length())));
    }

    /** {@code off}, {@code optional} or {@code required}. */
    static final class ModeConverter extends OneOf<ProxyProtocol> {
        ModeConverter() {
            super(ProxyProtocol.class);
        }
    }
}

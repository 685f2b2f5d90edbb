package io.tailrace.deploy;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * How TLS is spoken with clients.
 *
 * <p>Thread: main.
 */
final class TlsOptions {
    @Option(
            names = "--tls-profile",
            paramLabel = "PROFILE",
            defaultValue = "intermediate",
            converter = ProfileConverter.class,
            description =
                    "intermediate: TLS 1.2 and 1.3; modern: 1.3 only. Default: ${DEFAULT-VALUE}")
    private Profile profile = Profile.INTERMEDIATE;

    @Option(
            names = "--tls-strict-sni",
            description =
                    "Refuse clients that ask for a name without a certificate, or for none. Default: they"
                            + " get the default certificate")
    private boolean strictSni;

    @Option(
            names = "--tls-provider",
            paramLabel = "PROVIDER",
            defaultValue = "conscrypt",
            converter = ProviderConverter.class,
            description =
                    "Who does the work: conscrypt, which is faster, or jdk. Default: ${DEFAULT-VALUE}, where it"
                            + " has code for the machine")
    private TlsSettings.Provider provider = TlsSettings.Provider.CONSCRYPT;

    TlsSettings settings() {
        return new TlsSettings(profile, provider, strictSni);
    }

    static final class ProfileConverter implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String value) {
            return oneOf(Profile.values(), value);
        }
    }

    static final class ProviderConverter implements ITypeConverter<TlsSettings.Provider> {
        @Override
        public TlsSettings.Provider convert(String value) {
            return oneOf(TlsSettings.Provider.values(), value);
        }
    }

    private static <T extends Enum<T>> T oneOf(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> name(value).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'"
                                                + text
                                                + "' is not "
                                                + Arrays.stream(values)
                                                        .map(TlsOptions::name)
                                                        .collect(Collectors.joining(" or "))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

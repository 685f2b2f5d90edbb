package io.tailrace.deploy;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import picocli.CommandLine.Option;

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

    static final class ProfileConverter extends OneOf<Profile> {
        ProfileConverter() {
            super(Profile.class);
        }
    }

    static final class ProviderConverter extends OneOf<TlsSettings.Provider> {
        ProviderConverter() {
            super(TlsSettings.Provider.class);
        }
    }
}

package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.Limits;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.config.TlsSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

final class SettingsOptionsTest {
    @CommandLine.Command(name = "options")
    private static final class Options {
        @CommandLine.Mixin TimeoutOptions timeouts = new TimeoutOptions();
        @CommandLine.Mixin ListenOptions listen = new ListenOptions();
        @CommandLine.Mixin TlsOptions tls = new TlsOptions();
        @CommandLine.Mixin LimitOptions limits = new LimitOptions();
    }

    private static Options parse(String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options;
    }

    @Test
    void shouldHaveTheDefaultsOfTheCores() {
        Options options = parse();
        assertEquals(Timeouts.defaults(), options.timeouts.timeouts());
        Limits d = Limits.defaults();
        assertEquals(
                new Limits(
                        d.targetBytes(),
                        d.headBytes(),
                        d.fields(),
                        d.trailerBytes(),
                        d.chunkExtensionBytes(),
                        d.chunkExtensionTotal(),
                        d.bodyBytes(),
                        DescriptorLimit.connections(),
                        d.connectionsPerAddress(),
                        d.requestsPerEndpoint()),
                options.limits.limits());
        assertEquals(Duration.ofSeconds(30), options.timeouts.drain());
    }

    @Test
    void shouldTakeEachValueFromItsOption() {
        Timeouts timeouts =
                parse(
                                "--proxy-header-timeout=11s",
                                "--tls-handshake-timeout=14s",
                                "--request-head-timeout=1s",
                                "--request-body-timeout=2s",
                                "--idle-timeout=3s",
                                "--connect-timeout=4s",
                                "--upstream-idle-timeout=5s",
                                "--response-head-timeout=6s",
                                "--response-body-timeout=7s",
                                "--write-timeout=8s",
                                "--tunnel-idle-timeout=9s",
                                "--exchange-timeout=12s",
                                "--max-connection-age=13s",
                                "--linger-timeout=10s")
                        .timeouts
                        .timeouts();
        Duration s = Duration.ofSeconds(1);
        assertEquals(
                new Timeouts(
                        s.multipliedBy(11),
                        s.multipliedBy(14),
                        s,
                        s.multipliedBy(2),
                        s.multipliedBy(3),
                        s.multipliedBy(4),
                        s.multipliedBy(5),
                        s.multipliedBy(6),
                        s.multipliedBy(7),
                        s.multipliedBy(8),
                        s.multipliedBy(9),
                        s.multipliedBy(12),
                        s.multipliedBy(13),
                        s.multipliedBy(10)),
                timeouts);
        Limits limits =
                parse(
                                "--max-target-size=1KiB",
                                "--max-head-size=2KiB",
                                "--max-fields=33",
                                "--max-trailer-size=3KiB",
                                "--max-chunk-extension-size=8B",
                                "--max-chunk-extension-total=9B",
                                "--max-body-size=4MiB",
                                "--max-connections=5",
                                "--max-connections-per-ip=6",
                                "--max-requests-per-endpoint=7")
                        .limits
                        .limits();
        assertEquals(new Limits(1024, 2048, 33, 3072, 8, 9, 4 << 20, 5, 6, 7), limits);
        assertEquals(
                "[10.0.0.0/8, 192.0.2.7/32]",
                parse("--trusted-cidr=10.0.0.0/8", "--trusted-cidr=192.0.2.7")
                        .limits
                        .trusted()
                        .toString());
    }

    @Test
    void shouldReadHowTlsIsSpoken() {
        assertEquals(TlsSettings.defaults(), parse().tls.settings());
        assertEquals(
                new TlsSettings(TlsSettings.Profile.MODERN, TlsSettings.Provider.JDK, true),
                parse("--tls-profile=modern", "--tls-provider=jdk", "--tls-strict-sni")
                        .tls
                        .settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls-profile=old", "--tls-provider=openssl"})
    void shouldSayWhichChoicesThereAre(String arg) {
        ParameterException e = assertThrows(ParameterException.class, () -> parse(arg));
        assertTrue(String.valueOf(e.getMessage()).contains(" or "), e::toString);
    }

    @Test
    void shouldTellTheListenersApart() {
        String listeners =
                parse(
                                "--http=127.0.0.1:80",
                                "--http=[::1]:81,proxy-protocol=off",
                                "--https=127.0.0.1:82",
                                "--proxy-protocol=required")
                        .listen
                        .all()
                        .toString();
        assertEquals(
                "[ListenAddress[address=/127.0.0.1:80, proxyProtocol=REQUIRED, tls=false],"
                        + " ListenAddress[address=/[0:0:0:0:0:0:0:1]:81, proxyProtocol=OFF, tls=false],"
                        + " ListenAddress[address=/127.0.0.1:82, proxyProtocol=REQUIRED, tls=true]]",
                listeners);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--http=127.0.0.1:80,required",
                "--http=127.0.0.1:80,proxy-protocol=on",
                "--proxy-protocol=yes"
            })
    void shouldSayWhatProxyProtocolsAre(String arg) {
        ParameterException e = assertThrows(ParameterException.class, () -> parse(arg));
        assertTrue(
                String.valueOf(e.getMessage()).contains("proxy-protocol=MODE")
                        || String.valueOf(e.getMessage()).contains("off, optional or required"),
                e::toString);
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "3s, PT3S", "5m, PT5M", "24h, PT24H"})
    void shouldReadTimes(String text, Duration expected) {
        assertEquals(expected, new DurationConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "s", "-3s", "0s", "25h", "3 s", "1.5s", "9999999999s"})
    void shouldSayWhatTimesLookLike(String text) {
        TypeConversionException e =
                assertThrows(
                        TypeConversionException.class, () -> new DurationConverter().convert(text));
        assertTrue(String.valueOf(e.getMessage()).contains("500ms"), e::toString);
    }

    @ParameterizedTest
    @CsvSource({"512B, 512", "32KiB, 32768", "10MiB, 10485760", "2GiB, 2147483648"})
    void shouldReadSizes(String text, long expected) {
        assertEquals(expected, new SizeConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "32", "32K", "-1B", "1.5MiB", "KiB"})
    void shouldSayWhatSizesLookLike(String text) {
        assertThrows(TypeConversionException.class, () -> new SizeConverter().convert(text));
    }

    @Test
    void shouldNameRangeWhenLimitIsOutOfIt() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> parse("--max-head-size=1MiB").limits.limits());
        assertTrue(String.valueOf(e.getMessage()).contains("1024 to 61440"), e::toString);
    }
}

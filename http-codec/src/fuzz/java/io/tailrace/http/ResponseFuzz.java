package io.tailrace.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Codec and oracle agree about any response; the seeds are the corpus. */
final class ResponseFuzz {
    private static final int LONGEST = 4096; // longer ones try limits, as the corpus does

    private final Agreement agreement = new Agreement();

    static Stream<Arguments> seeds() {
        return Corpus.cases().stream()
                .filter(c -> !c.isRequest())
                .map(c -> Arguments.of((Object) c.wire()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void shouldAgreeAboutAnyResponse(byte[] wire) {
        if (wire.length <= LONGEST) {
            agreement.aboutResponse(false, wire, wire.length / 2);
            agreement.aboutResponse(true, wire, wire.length / 3);
        }
    }
}

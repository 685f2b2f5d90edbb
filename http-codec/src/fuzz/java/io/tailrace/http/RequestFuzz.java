package io.tailrace.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Codec and oracle agree about any request; the seeds are the corpus. */
final class RequestFuzz {
    private static final int LONGEST = 4096; // longer ones try limits, as the corpus does

    private final Agreement agreement = new Agreement();

    static Stream<Arguments> seeds() {
        return Corpus.cases().stream()
                .filter(Corpus.Case::isRequest)
                .map(c -> Arguments.of((Object) c.wire()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void shouldAgreeAboutAnyRequest(byte[] wire) {
        if (wire.length <= LONGEST) {
            agreement.aboutRequest(wire, wire.length / 2);
        }
    }
}

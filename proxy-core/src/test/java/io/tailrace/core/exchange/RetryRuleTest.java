package io.tailrace.core.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryRuleTest {
    @ParameterizedTest
    @CsvSource({
        // nothing was sent: any method, as long as attempts are left
        "CONNECT_REFUSED, 1, false, true,  true",
        "CONNECT_REFUSED, 2, false, true,  true",
        "CONNECT_REFUSED, 3, false, true,  false",
        "CONNECT_TIMEOUT, 1, false, true,  true",
        // the pod may have acted on it
        "UPSTREAM_RESET,  1, true,  true,  true",
        "UPSTREAM_RESET,  1, false, true,  false",
        "UPSTREAM_RESET,  1, true,  false, false",
        "UPSTREAM_RESET,  3, true,  true,  false",
        // another attempt would not help, or is not ours to decide
        "UPSTREAM_CUT_IN_HEAD,  1, true, true, false",
        "RESPONSE_HEAD_TIMEOUT, 1, true, true, false",
        "NO_ENDPOINTS,          0, true, true, false",
        "CLIENT_GONE,           1, true, true, false",
    })
    void shouldPermitOnlyWhatCannotDoHarm(
            Fault fault, int attempts, boolean idempotent, boolean intact, boolean expected) {
        assertEquals(expected, RetryRule.permits(fault, attempts, idempotent, intact));
    }
}

package io.tailrace.core.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every cell of the settlement, one row per state of the response, one column per state of the
 * request.
 */
final class SettlementTest {
    private static final String TABLE =
            """
        response | fault           | started | retry | HEAD     | BODY     | DONE     | CUT
        AWAIT    | -               | no      | no    | CONTINUE | CONTINUE | CONTINUE | CONTINUE
        AWAIT    | -               | yes     | no    | CONTINUE | CONTINUE | CONTINUE | CONTINUE
        AWAIT    | CONNECT_REFUSED | no      | no    | REPLY    | REPLY    | REPLY    | REPLY
        AWAIT    | CONNECT_REFUSED | no      | yes   | RETRY    | RETRY    | RETRY    | RETRY
        AWAIT    | CONNECT_REFUSED | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        AWAIT    | CONNECT_REFUSED | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        AWAIT    | CLIENT_GONE     | no      | no    | CLOSE    | CLOSE    | CLOSE    | CLOSE
        AWAIT    | CLIENT_GONE     | no      | yes   | CLOSE    | CLOSE    | CLOSE    | CLOSE
        AWAIT    | CLIENT_GONE     | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        AWAIT    | CLIENT_GONE     | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        BODY     | -               | no      | no    | CONTINUE | CONTINUE | CONTINUE | CONTINUE
        BODY     | -               | yes     | no    | CONTINUE | CONTINUE | CONTINUE | CONTINUE
        BODY     | CONNECT_REFUSED | no      | no    | REPLY    | REPLY    | REPLY    | REPLY
        BODY     | CONNECT_REFUSED | no      | yes   | RETRY    | RETRY    | RETRY    | RETRY
        BODY     | CONNECT_REFUSED | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        BODY     | CONNECT_REFUSED | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        BODY     | CLIENT_GONE     | no      | no    | CLOSE    | CLOSE    | CLOSE    | CLOSE
        BODY     | CLIENT_GONE     | no      | yes   | CLOSE    | CLOSE    | CLOSE    | CLOSE
        BODY     | CLIENT_GONE     | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        BODY     | CLIENT_GONE     | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        DONE     | -               | no      | no    | DRAIN    | DRAIN    | RECYCLE  | DRAIN
        DONE     | -               | yes     | no    | DRAIN    | DRAIN    | RECYCLE  | DRAIN
        DONE     | CONNECT_REFUSED | no      | no    | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CONNECT_REFUSED | no      | yes   | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CONNECT_REFUSED | yes     | no    | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CONNECT_REFUSED | yes     | yes   | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CLIENT_GONE     | no      | no    | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CLIENT_GONE     | no      | yes   | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CLIENT_GONE     | yes     | no    | DRAIN    | DRAIN    | DRAIN    | DRAIN
        DONE     | CLIENT_GONE     | yes     | yes   | DRAIN    | DRAIN    | DRAIN    | DRAIN
        CUT      | -               | no      | no    | ABORT    | ABORT    | ABORT    | ABORT
        CUT      | -               | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        CUT      | CONNECT_REFUSED | no      | no    | REPLY    | REPLY    | REPLY    | REPLY
        CUT      | CONNECT_REFUSED | no      | yes   | RETRY    | RETRY    | RETRY    | RETRY
        CUT      | CONNECT_REFUSED | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        CUT      | CONNECT_REFUSED | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        CUT      | CLIENT_GONE     | no      | no    | CLOSE    | CLOSE    | CLOSE    | CLOSE
        CUT      | CLIENT_GONE     | no      | yes   | CLOSE    | CLOSE    | CLOSE    | CLOSE
        CUT      | CLIENT_GONE     | yes     | no    | ABORT    | ABORT    | ABORT    | ABORT
        CUT      | CLIENT_GONE     | yes     | yes   | ABORT    | ABORT    | ABORT    | ABORT
        """;

    @TestFactory
    List<DynamicTest> shouldAnswerEveryCombination() {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = TABLE.lines().toList();
        String[] header = cells(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            String[] row = cells(line);
            ResponseFlow response = ResponseFlow.valueOf(row[0]);
            Fault fault = row[1].equals("-") ? null : Fault.valueOf(row[1]);
            boolean started = row[2].equals("yes");
            boolean mayRetry = row[3].equals("yes");
            for (int column = 4; column < row.length; column++) {
                RequestFlow request = RequestFlow.valueOf(header[column]);
                Verdict expected = Verdict.valueOf(row[column]);
                tests.add(
                        DynamicTest.dynamicTest(
                                header[column] + " | " + line.strip(),
                                () ->
                                        assertEquals(
                                                expected,
                                                Settlement.of(
                                                        request, response, fault, started,
                                                        mayRetry))));
            }
        }
        assertEquals(
                RequestFlow.values().length * ResponseFlow.values().length * (2 + 4 + 4),
                tests.size());
        return tests;
    }

    private static String[] cells(String line) {
        String[] cells = line.split("\\|", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip();
        }
        return cells;
    }
}

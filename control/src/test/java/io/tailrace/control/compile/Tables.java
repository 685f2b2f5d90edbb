package io.tailrace.control.compile;

import java.util.List;

/** Decision tables as tests compare them. */
final class Tables {
    private Tables() {}

    /** All that a table says. */
    static List<Object> content(DecisionTable table) {
        return List.of(
                table.rules(),
                table.settings(),
                List.copyOf(table.clusters().entrySet()),
                table.upstreamTls(),
                table.certificatesOfHosts(),
                table.certificates(),
                table.clients(),
                table.rejections(),
                table.notices());
    }
}

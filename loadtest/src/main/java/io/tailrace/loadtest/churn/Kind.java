package io.tailrace.loadtest.churn;

/**
 * What a change does.
 *
 * <p>Thread: any (immutable).
 */
enum Kind {
    RULE_ADDED("rule added"),
    RULE_REMOVED("rule removed"),
    RULE_MOVED("rule moved to another service"),
    HOST_ADDED("host added"),
    HOST_REMOVED("host removed"),
    ENDPOINT_ADDED("endpoint added"),
    ENDPOINT_REMOVED("endpoint removed"),
    BACK("back to what was before");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}

package io.tailrace.bench;

/**
 * How large a decision table is, and how its requests are spread.
 *
 * <p>Thread: any (immutable).
 *
 * @param paths of each host
 * @param ownPaths each host has its own paths; else all have the same
 * @param hot requests go to so many of the hosts, uniformly; 0: to all
 */
record RouteSize(int hosts, int paths, boolean ownPaths, int hot) {

    /** From {@code HOSTSxPATHS[own][:HOT]}. */
    static RouteSize parse(String text) {
        int x = text.indexOf('x');
        int colon = text.indexOf(':');
        int end = colon < 0 ? text.length() : colon;
        boolean own = text.startsWith("own", end - 3);
        return new RouteSize(
                Integer.parseInt(text, 0, x, 10),
                Integer.parseInt(text, x + 1, own ? end - 3 : end, 10),
                own,
                colon < 0 ? 0 : Integer.parseInt(text, colon + 1, text.length(), 10));
    }
}

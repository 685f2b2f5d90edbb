package io.tailrace.deploy;

/**
 * A request of the demo.
 *
 * <p>Thread: any (immutable).
 *
 * @param rule index of the rule that it should match; -1: none
 */
record DemoRequest(String host, String path, int rule) {}

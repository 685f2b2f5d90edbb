package io.tailrace.control.model;

/**
 * One of a rule's {@code http.paths}.
 *
 * <p>Thread: any (immutable).
 *
 * @param path empty if not stated
 * @param pathType {@code Exact}, {@code Prefix}, {@code ImplementationSpecific}, or whatever the
 *     object says; empty if not stated
 */
public record PathModel(String path, String pathType, BackendModel backend) {}

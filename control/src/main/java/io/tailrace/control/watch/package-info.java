/**
 * Reads Kubernetes objects into model records: one reader per kind, whether the object came from
 * the API or from a manifest. The only package that sees types of the Kubernetes client, of its
 * YAML parser or of its JSON mapper.
 */
@NullMarked
package io.tailrace.control.watch;

import org.jspecify.annotations.NullMarked;

/**
 * The admin server: health, readiness and metrics, read only, on its own port and threads. It reads
 * what cores and control publish and never calls into either.
 */
@NullMarked
package io.tailrace.control.admin;

import org.jspecify.annotations.NullMarked;

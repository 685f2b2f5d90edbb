/**
 * Manifest files as the source of the model: finds them, notices changes, splits them into
 * documents and keeps what was good while an edit is bad.
 */
@NullMarked
package io.tailrace.control.files;

import org.jspecify.annotations.NullMarked;

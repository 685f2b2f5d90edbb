package io.tailrace.control.files;

import io.tailrace.control.model.ModelObject;

/**
 * An object, and the document that states it.
 *
 * <p>Thread: any (immutable).
 *
 * @param source file and document, as messages name them
 */
record Stated(ModelObject object, String source) {}

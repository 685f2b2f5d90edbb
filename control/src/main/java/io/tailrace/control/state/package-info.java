/** The last good model on disk, for a start while its source is away. */
@NullMarked
package io.tailrace.control.state;

import org.jspecify.annotations.NullMarked;

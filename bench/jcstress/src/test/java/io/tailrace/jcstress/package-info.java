@NullMarked
package io.tailrace.jcstress;

import org.jspecify.annotations.NullMarked;

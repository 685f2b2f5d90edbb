/**
 * PEM texts to certificates that can be served: reads and checks them. Knows nothing of Kubernetes;
 * what it says about a text never holds a part of it.
 */
@NullMarked
package io.tailrace.control.pem;

import org.jspecify.annotations.NullMarked;

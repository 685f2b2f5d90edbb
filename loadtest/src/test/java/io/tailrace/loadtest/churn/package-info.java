@NullMarked
package io.tailrace.loadtest.churn;

import org.jspecify.annotations.NullMarked;

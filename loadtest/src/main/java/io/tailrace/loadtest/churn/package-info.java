/**
 * Rules and endpoints that change under load: the harness writes the manifests, is the pods, and
 * knows for each answer which rules may have led to it. It has its own reading of the Ingress
 * model, and none of the proxy's code.
 */
@NullMarked
package io.tailrace.loadtest.churn;

import org.jspecify.annotations.NullMarked;

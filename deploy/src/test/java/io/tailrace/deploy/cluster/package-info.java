/**
 * End-to-end tests against a real API server: in a network that the tests have for themselves, with
 * etcd, API server, pods, Tailrace and its clients in it.
 */
@NullMarked
package io.tailrace.deploy.cluster;

import org.jspecify.annotations.NullMarked;

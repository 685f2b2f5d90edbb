package io.tailrace.deploy.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class against a real API server, in a network of its own (deploy/dev/in-namespace);
 * methods may take the {@link Cluster} as a parameter. Where the machine cannot do that, it is
 * skipped and says what to install; with {@code -Dtailrace.cluster=required} it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
@interface OnCluster {}

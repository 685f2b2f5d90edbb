package io.tailrace.control.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease as this process has seen it change. Whether it is too old is judged by the time that has
 * gone by here since it last did: clocks of other machines do not count. Each renewal of our own
 * opens the fence, and whatever shows that the lease is not ours closes it.
 *
 * <p>Thread: that of the election, one at a time.
 */
final class ObservedLock implements Lock {
    private final Lock lease;
    private final Fence fence;
    private final LongSupplier clock;
    private final Trouble trouble;
    private @Nullable String holder;
    private @Nullable ZonedDateTime renewed;
    private ZonedDateTime seen = ZonedDateTime.now(ZoneOffset.UTC);

    ObservedLock(Lock lease, Fence fence, LongSupplier clock, Trouble trouble) {
        this.lease = lease;
        this.fence = fence;
        this.clock = clock;
        this.trouble = trouble;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord record = known(() -> lease.get(client));
        if (record == null) {
            return null;
        }
        if (!identity().equals(record.getHolderIdentity())) {
            trouble.end();
            fence.close();
        }
        if (!Objects.equals(holder, record.getHolderIdentity())
                || !Objects.equals(renewed, record.getRenewTime())) {
            holder = record.getHolderIdentity();
            renewed = record.getRenewTime();
            seen = ZonedDateTime.now(ZoneOffset.UTC);
        }
        return new LeaderElectionRecord(
                record.getHolderIdentity(),
                record.getLeaseDuration(),
                record.getAcquireTime(),
                seen,
                record.getLeaderTransitions());
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        write(
                record,
                () -> {
                    lease.create(client, record);
                    return record;
                });
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        write(
                record,
                () -> {
                    lease.update(client, record);
                    return record;
                });
    }

    private void write(
            LeaderElectionRecord record, Supplier<@Nullable LeaderElectionRecord> request) {
        boolean ours = identity().equals(record.getHolderIdentity());
        if (!ours) {
            fence.close();
        }
        long sentNs = clock.getAsLong();
        known(request);
        trouble.end();
        if (ours) {
            fence.renewed(sentNs);
        }
    }

    /** An elector ends silently by an exception that it does not expect. */
    private @Nullable LeaderElectionRecord known(Supplier<@Nullable LeaderElectionRecord> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            WriteResult result = WriteResult.of(e.getCode());
            if (result != WriteResult.CONFLICT) {
                trouble.begin(result, FencedApi.text(e));
            }
            throw e;
        } catch (RuntimeException e) {
            trouble.begin(WriteResult.FAILED, e.toString());
            throw new KubernetesClientException("the lease cannot be reached", e);
        }
    }

    @Override
    public String identity() {
        return lease.identity();
    }

    @Override
    public String describe() {
        return lease.describe();
    }
}

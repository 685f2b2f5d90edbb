package io.tailrace.control.status;

import io.tailrace.control.model.PublishedAddress;
import java.util.List;

/**
 * Addresses that a person has stated.
 *
 * <p>Thread: status.
 */
record FixedAddresses(List<PublishedAddress> addresses) implements AddressSource {
    FixedAddresses {
        addresses = addresses.stream().sorted().distinct().toList();
    }

    @Override
    public List<PublishedAddress> read() {
        return addresses;
    }

    @Override
    public String right() {
        return "none";
    }

    @Override
    public long validNs() {
        return Long.MAX_VALUE;
    }
}

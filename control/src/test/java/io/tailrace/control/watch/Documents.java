package io.tailrace.control.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tailrace.control.model.ModelObject;
import java.util.List;

/** Texts of documents, read. */
final class Documents {
    private static final DocumentReader READER = new DocumentReader();

    private Documents() {}

    /** An EndpointSlice of one address. */
    static String slice(String type, String address) {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: shop}
        addressType: %s
        ports: [{port: 80}]
        endpoints: [{addresses: ["%s"]}]
        """
                .formatted(type, address);
    }

    /** The one object that the text states. */
    static ModelObject found(String text) {
        List<Read> reads = READER.read(text, 1);
        assertEquals(1, reads.size(), reads::toString);
        return assertInstanceOf(Read.Found.class, reads.get(0)).object();
    }

    /** Why the one object of the text cannot be read. */
    static Read.Unreadable unreadable(String text) {
        List<Read> reads = READER.read(text, 1);
        assertEquals(1, reads.size(), reads::toString);
        return assertInstanceOf(Read.Unreadable.class, reads.get(0));
    }
}

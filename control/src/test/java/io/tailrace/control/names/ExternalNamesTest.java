package io.tailrace.control.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tailrace.control.compile.AddressGuard;
import io.tailrace.control.compile.ExternalAddresses.Answer;
import io.tailrace.control.model.ObjectKey;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExternalNamesTest {
    private static final ObjectKey OUT = ObjectKey.service("shop", "out");
    private static final ObjectKey OTHER = ObjectKey.service("shop", "other");

    private final Map<String, InetAddress[]> known = new ConcurrentHashMap<>();
    private final Semaphore woken = new Semaphore(0);
    private ExternalNames names = names(true, Duration.ofDays(1));

    private ExternalNames names(boolean guarded, Duration again) {
        return new ExternalNames(
                woken::release,
                guarded,
                name -> {
                    InetAddress[] found = known.get(name);
                    if (found == null) {
                        throw new UnknownHostException(name + ": nobody knows it");
                    }
                    return found.clone();
                },
                again);
    }

    @AfterEach
    void close() {
        names.close();
    }

    private void know(String name, String... addresses) {
        InetAddress[] read = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            read[i] = InetAddress.ofLiteral(addresses[i]);
        }
        known.put(name, read);
    }

    private Answer answer(ObjectKey service, String name) throws InterruptedException {
        names.of(service, name);
        assertTrue(woken.tryAcquire(30, TimeUnit.SECONDS));
        assertEquals(Set.of(service), names.takeChanged());
        Answer answer = names.of(service, name);
        assertNotNull(answer);
        return answer;
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    @Test
    void shouldSayWhatANameResolvesToInOrder() throws InterruptedException {
        know("web.example", "203.0.113.9", "203.0.113.1", "2001:db8::1");
        assertEquals(
                new Answer(addresses("2001:db8::1", "203.0.113.1", "203.0.113.9"), "", ""),
                answer(OUT, "web.example"));
        assertEquals(Set.of(), names.takeChanged());
    }

    @Test
    void shouldSayWhyThereIsNoAnswer() throws InterruptedException {
        assertEquals(
                new Answer(List.of(), "", "cannot be resolved: web.example: nobody knows it"),
                answer(OUT, "web.example"));
    }

    @Test
    void shouldLeaveOutAddressesThatAreNobodysOrOurs() throws InterruptedException {
        know("rebound.example", "127.0.0.1", "203.0.113.1");
        Answer answer = answer(OUT, "rebound.example");
        assertEquals(addresses("203.0.113.1"), answer.addresses());
        assertEquals("127.0.0.1 is a loopback address", answer.refused());

        know("metadata.example", "169.254.169.254");
        Answer other = answer(OTHER, "metadata.example");
        assertEquals(List.of(), other.addresses());
        assertEquals("169.254.169.254 is a link-local address", other.refused());
    }

    @Test
    void shouldLeaveOutAddressesOfThisMachine() throws InterruptedException, SocketException {
        InetAddress own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> AddressGuard.refusal(address) == null)
                        .findFirst()
                        .orElse(null);
        assumeTrue(own != null);
        known.put("here.example", new InetAddress[] {own});
        Answer answer = answer(OUT, "here.example");
        assertEquals(List.of(), answer.addresses());
        assertTrue(answer.refused().endsWith(" is an address of this machine"), answer.refused());
    }

    @Test
    void shouldTakeAnyAddressWhenAllAreAllowed() throws InterruptedException {
        names.close();
        names = names(false, Duration.ofDays(1));
        know("here.example", "127.0.0.1");
        assertEquals(new Answer(addresses("127.0.0.1"), "", ""), answer(OUT, "here.example"));
    }

    @Test
    void shouldKeepTheLastGoodAnswerWhenThereIsNone() throws InterruptedException {
        names.close();
        names = names(true, Duration.ofMillis(20));
        know("web.example", "203.0.113.1");
        assertEquals(addresses("203.0.113.1"), answer(OUT, "web.example").addresses());
        known.clear();
        assertEquals(
                new Answer(
                        addresses("203.0.113.1"),
                        "",
                        "cannot be resolved: web.example: nobody knows it"),
                answer(OUT, "web.example"));
        know("web.example", "203.0.113.2");
        assertEquals(new Answer(addresses("203.0.113.2"), "", ""), answer(OUT, "web.example"));
    }

    @Test
    void shouldAskForTheNewNameWhenAServiceStatesAnother() throws InterruptedException {
        know("a.example", "203.0.113.1");
        know("b.example", "203.0.113.2");
        assertEquals(addresses("203.0.113.1"), answer(OUT, "a.example").addresses());
        assertEquals(addresses("203.0.113.2"), answer(OUT, "b.example").addresses());
    }

    @Test
    void shouldShareAnAnswerAndForgetItWithTheLastService() throws InterruptedException {
        know("a.example", "203.0.113.1");
        Answer answer = answer(OUT, "a.example");
        assertEquals(answer, names.of(OTHER, "a.example"));
        names.forget(OUT);
        assertEquals(answer, names.of(OTHER, "a.example"));
        names.forget(OTHER);
        names.forget(OTHER);
        know("a.example", "203.0.113.2");
        assertEquals(addresses("203.0.113.2"), answer(OUT, "a.example").addresses());
    }
}

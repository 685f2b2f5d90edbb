package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static io.tailrace.control.watch.Documents.slice;
import static io.tailrace.control.watch.Documents.unreadable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.ServiceModel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentReaderTest {
    private final DocumentReader reader = new DocumentReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                | metadata.name      | is missing",
                "{name: ''}                        | metadata.name      | is missing",
                "{name: Web}                       | metadata.name      | \"Web\" is not a name",
                "{name: \"a\\nb\"}                 | metadata.name      | \"a\\u000ab\" is not a name",
                "{name: web, namespace: a.b}       | metadata.namespace | \"a.b\" is not a namespace",
                "null                              | metadata           | is missing",
            })
    void shouldRefuseAnObjectWithoutAProperName(String metadata, String place, String reason) {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Service\nspec: {}\nmetadata: " + metadata);

        assertNull(unreadable.object());
        assertEquals(place, unreadable.place());
        assertEquals(reason, unreadable.reason());
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        Read.Unreadable unreadable =
                unreadable(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata: {name: web, creationTimestamp: yesterday}
                        spec: {}
                        """);

        assertEquals("metadata.creationTimestamp", unreadable.place());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}",
                "apiVersion: apps/v1\nkind: Deployment\nspec: 5",
                "apiVersion: v1\nkind: Pod\ndata: null",
                "apiVersion: serving.knative.dev/v1\nkind: Service",
                "apiVersion: networking.internal.knative.dev/v1alpha1\nkind: Ingress",
                "# only a comment",
                "",
                "null",
            })
    void shouldPassOverWhatTheModelDoesNotHold(String text) {
        assertEquals(List.of(), reader.read(text, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, IngressClass, networking.k8s.io/v1",
        "discovery.k8s.io/v1beta1, EndpointSlice, discovery.k8s.io/v1",
        "v2, Service, v1",
    })
    void shouldNameTheVersionToWriteWhenAnotherIsStated(
            String version, String kind, String served) {
        Read.Unreadable unreadable =
                unreadable("apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: a}");

        assertEquals("apiVersion", unreadable.place());
        assertEquals("of " + kind + " is not read, write " + served, unreadable.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount: 3   | apiVersion",
                "apiVersion: v1    | kind",
                "[1, 2]            | ''",
                "just words        | ''",
            })
    void shouldRefuseADocumentThatIsNoKubernetesObject(String text, String place) {
        Read.Unreadable unreadable = unreadable(text);

        assertNull(unreadable.object());
        assertEquals(place, unreadable.place());
    }

    @Test
    void shouldReadTheOtherItemsWhenOneOfAListIsBad() {
        List<Read> reads =
                reader.read(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: a}
                            spec: {ports: [{port: 80}]}
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: b}
                            spec: {ports: [{port: many}]}
                          - null
                          - apiVersion: v1
                            kind: Pod
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: c}
                            spec: {ports: [{}]}
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: d}
                            spec: {}
                        """,
                        1);

        assertEquals(5, reads.size());
        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
        assertEquals(
                new Read.Unreadable(
                        ObjectKey.service("default", "b"),
                        "items[1].spec.ports[0].port",
                        "\"many\" is not a whole number"),
                reads.get(1));
        assertEquals(new Read.Unreadable(null, "items[2]", "is missing"), reads.get(2));
        assertEquals(
                new Read.Unreadable(
                        ObjectKey.service("default", "c"),
                        "items[4].spec.ports[0].port",
                        "is missing"),
                reads.get(3));
        assertEquals(ObjectKey.service("default", "d"), key(reads.get(4)));
    }

    @Test
    void shouldReadATypedList() {
        List<Read> reads =
                reader.read(
                        """
                        {"apiVersion": "v1", "kind": "ServiceList", "metadata": {}, "items": [
                        \t{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"},
                        \t "spec": {"ports": [{"port": 80}]}}]}
                        """,
                        1);

        assertEquals(1, reads.size());
        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
    }

    @Test
    void shouldReadJsonObjectsThatFollowOneAnother() {
        String service =
                """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"}, "spec": {}}
                """;

        List<Read> reads = reader.read(service.formatted("a") + service.formatted("b"), 1);

        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
        assertEquals(ObjectKey.service("default", "b"), key(reads.get(1)));
    }

    @Test
    void shouldReadYamlInFlowStyle() {
        assertEquals(
                ObjectKey.service("default", "a"),
                found("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {}}").key());
    }

    @Test
    void shouldNameTheLineOfTheFileWhenTheSyntaxIsBad() {
        Read.Unreadable unreadable =
                (Read.Unreadable)
                        reader.read("apiVersion: v1\nkind: Service\n  metadata: {name: a}\n", 11)
                                .get(0);

        assertEquals("line 13", unreadable.place());
    }

    @Test
    void shouldNotQuoteTheTextWhenTheSyntaxIsBad() {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Secret\ndata: {password: hunter2, ]");

        assertFalse(unreadable.toString().contains("hunter2"), unreadable.toString());
    }

    @Test
    void shouldRefuseAFieldThatIsStatedTwice() {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Service\nspec: {}\nspec: {}\n");

        assertEquals("line 4", unreadable.place());
    }

    @Test
    void shouldRefuseAFieldThatIsStatedTwiceInJson() {
        Read.Unreadable unreadable =
                unreadable("{\"apiVersion\": \"v1\",\n \"kind\": \"a\", \"kind\": \"b\"}");

        assertEquals("line 2", unreadable.place());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "- "})
    void shouldRefuseADeepNesting(String opening) {
        assertEquals(
                "is nested deeper than 100 levels", unreadable(opening.repeat(200_000)).reason());
    }

    @Test
    void shouldRefuseANestingThatAliasesMakeDeep() {
        StringBuilder text = new StringBuilder("a0: &a0 ").append(nested("x"));
        for (int i = 1; i < 5; i++) {
            text.append("a%d: &a%d ".formatted(i, i)).append(nested("*a" + (i - 1)));
        }

        assertEquals("is nested deeper than 100 levels", unreadable(text.toString()).reason());
    }

    private static String nested(String core) {
        return "[".repeat(40) + core + "]".repeat(40) + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&a [*a]",
                "spec: &spec {ports: *spec}",
                "metadata: &m {name: a, labels: [*m]}",
                "items: &i [{kind: List, apiVersion: v1, items: *i}]",
            })
    void shouldRefuseATreeThatHoldsItself(String text) {
        assertEquals("has a part that holds itself", unreadable(text).reason());
    }

    @Test
    void shouldReadWhatAliasesStandFor() {
        ServiceModel service =
                (ServiceModel)
                        found(
                                """
                                apiVersion: v1
                                kind: Service
                                metadata: {name: &name a, labels: {app: *name}}
                                spec: {ports: [&p {name: x, port: 80}, *p]}
                                """);

        assertEquals(List.of(new PortModel("x", 80), new PortModel("x", 80)), service.ports());
    }

    @Test
    void shouldSurviveAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Service\na0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            String former = "*a" + (i - 1);
            text.append("a%d: &a%d [%s,%s,%s]%n".formatted(i, i, former, former, former));
        }

        Read.Unreadable unreadable = unreadable(text.toString());

        assertTrue(unreadable.reason().contains("aliases"), unreadable.reason());
    }

    @Test
    void shouldSurviveAnyDamage() {
        Random random = new Random(11);
        String alphabet = "-:[]{}&*!|>%@`\"'#,? \n\t\u0000\u0085\ufeff\ud83d~0x9.eE_=<ab";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(slice("IPv4", "10.0.0.1"));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    default -> text.insert(at, text.substring(at / 2, at));
                }
            }
            for (Read read : reader.read(text.toString(), 1)) {
                assertFalse(read.toString().contains("\n"), read::toString);
            }
        }
    }

    private static ObjectKey key(Read read) {
        return ((Read.Found) read).object().key();
    }
}

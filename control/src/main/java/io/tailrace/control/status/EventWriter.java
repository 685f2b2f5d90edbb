package io.tailrace.control.status;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.status.Warning.Name;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Warning events ({@code v1} Event) under our name.
 *
 * <p>Thread: status.
 */
final class EventWriter implements EventSink {
    static final String REASON = "Rejected";
    private static final long PAGE = 500;

    private final FencedApi api;
    private final StatusSettings settings;

    EventWriter(FencedApi api, StatusSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    public WriteResult list(BiConsumer<Name, Integer> action) {
        return api.write(
                client -> {
                    if (settings.namespaces().isEmpty()) {
                        list(client, "", action);
                    } else {
                        settings.namespaces().forEach(space -> list(client, space, action));
                    }
                });
    }

    private void list(KubernetesClient client, String namespace, BiConsumer<Name, Integer> action) {
        String next = "";
        do {
            ListOptions page =
                    new ListOptionsBuilder()
                            .withFieldSelector("reportingComponent=" + settings.controllerName())
                            .withLimit(PAGE)
                            .withContinue(next.isEmpty() ? null : next)
                            .build();
            EventList events =
                    namespace.isEmpty()
                            ? client.v1().events().inAnyNamespace().list(page)
                            : client.v1().events().inNamespace(namespace).list(page);
            for (Event event : events.getItems()) {
                Integer count = event.getCount();
                action.accept(
                        new Name(event.getMetadata().getNamespace(), event.getMetadata().getName()),
                        count == null ? 1 : count);
            }
            next = String.valueOf(events.getMetadata().getContinue());
        } while (!next.isEmpty() && !next.equals("null"));
    }

    @Override
    public WriteResult create(Name name, Warning warning, Instant now) {
        Event event = event(name, warning, now);
        return api.write(
                client ->
                        client.v1()
                                .events()
                                .inNamespace(name.namespace())
                                .resource(event)
                                .create());
    }

    @Override
    public WriteResult again(Name name, int count, Instant now) {
        String change = "{\"count\":" + count + ",\"lastTimestamp\":\"" + seconds(now) + "\"}";
        return api.write(
                client ->
                        client.v1()
                                .events()
                                .inNamespace(name.namespace())
                                .withName(name.name())
                                .patch(PatchContext.of(PatchType.JSON_MERGE), change));
    }

    @Override
    public WriteResult delete(Name name) {
        return api.write(
                client -> {
                    List<?> _ =
                            client.v1()
                                    .events()
                                    .inNamespace(name.namespace())
                                    .withName(name.name())
                                    .delete();
                });
    }

    @Override
    public String text() {
        return api.text();
    }

    private Event event(Name name, Warning warning, Instant now) {
        ObjectKey about = warning.about();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(name.namespace())
                .withName(name.name())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.kind().apiVersion())
                .withKind(about.kind().title())
                .withNamespace(about.namespace().isEmpty() ? null : about.namespace())
                .withName(about.name())
                .withUid(warning.uid().isEmpty() ? null : warning.uid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(REASON)
                .withMessage(warning.message())
                .withCount(1)
                .withFirstTimestamp(seconds(now))
                .withLastTimestamp(seconds(now))
                .withNewSource()
                .withComponent(settings.controllerName())
                .endSource()
                .withReportingComponent(settings.controllerName())
                .withReportingInstance(settings.identity())
                .build();
    }

    private static String seconds(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

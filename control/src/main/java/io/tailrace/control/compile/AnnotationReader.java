package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Rejection;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings that one Ingress states, and tells of those that cannot be read.
 *
 * <p>Thread: any; adds to a list, nothing else.
 */
final class AnnotationReader {
    private final IngressModel ingress;
    private final List<Rejection> rejections;

    /**
     * @param rejections gets what cannot be read
     */
    AnnotationReader(IngressModel ingress, List<Rejection> rejections) {
        this.ingress = ingress;
        this.rejections = rejections;
    }

    /** Of the Ingress, and so of all that it may name. */
    String namespace() {
        return ingress.key().namespace();
    }

    boolean states(Setting<?> setting) {
        return ingress.annotations().containsKey(setting.name());
    }

    /** What counts. */
    <T extends @Nullable Object> T value(Setting<T> setting) {
        String stated = ingress.annotations().get(setting.name());
        if (stated == null) {
            return setting.absent();
        }
        try {
            return setting.values().reading().read(stated, namespace());
        } catch (UnfitException e) {
            warn(setting, e.reason(), e.remedy() + "; " + setting.unreadableText());
            return setting.unreadable();
        }
    }

    /** The names of those of these that are stated, sorted, separated by commas. */
    String stated(Collection<Setting<?>> settings) {
        return settings.stream()
                .filter(this::states)
                .map(Setting::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    void warn(Setting<?> setting, String reason, String remedy) {
        rejections.add(
                Rejection.of(
                        ingress.key(),
                        "annotation " + IngressModel.OUR_ANNOTATIONS + setting.name(),
                        reason,
                        remedy));
    }
}

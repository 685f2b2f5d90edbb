package io.tailrace.control.compile;

import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.IngressModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which Ingresses are ours: those of an IngressClass that names our controller, and those that name
 * no class if such a class is the default one.
 *
 * <p>Thread: any (immutable).
 */
final class ClassRules {
    /** What an Ingress is to us. */
    enum Verdict {
        OURS,
        ANOTHERS,
        /** It names a class that nobody serves, as none of this name exists. */
        NO_SUCH_CLASS
    }

    private final Set<String> known = new HashSet<>();
    private final Set<String> ours = new HashSet<>();
    private final boolean withoutClass;

    ClassRules(Collection<ClassModel> classes, String controllerName) {
        boolean isDefault = false;
        for (ClassModel ingressClass : classes) {
            known.add(ingressClass.key().name());
            if (ingressClass.controller().equals(controllerName)) {
                ours.add(ingressClass.key().name());
                isDefault |= ingressClass.isDefault();
            }
        }
        withoutClass = isDefault;
    }

    Verdict judge(IngressModel ingress) {
        String name = className(ingress);
        if (name.isEmpty()) {
            return withoutClass ? Verdict.OURS : Verdict.ANOTHERS;
        }
        if (ours.contains(name)) {
            return Verdict.OURS;
        }
        return known.contains(name) ? Verdict.ANOTHERS : Verdict.NO_SUCH_CLASS;
    }

    /** The class that counts: the annotation, which is older than the field, wins. */
    static String className(IngressModel ingress) {
        return ingress.legacyClassName().isEmpty()
                ? ingress.className()
                : ingress.legacyClassName();
    }
}

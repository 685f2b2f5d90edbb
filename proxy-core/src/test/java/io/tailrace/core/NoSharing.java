package io.tailrace.core;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Conditions on how classes share. */
final class NoSharing {
    private NoSharing() {}

    static ArchCondition<JavaClass> noVolatileNorSynchronized() {
        return new ArchCondition<>("have no volatile field and no synchronized method") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaField field : type.getFields()) {
                    if (field.getModifiers().contains(JavaModifier.VOLATILE)) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        field, field.getDescription() + " is volatile"));
                    }
                }
                for (JavaMethod method : type.getMethods()) {
                    if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        method, method.getDescription() + " is synchronized"));
                    }
                }
            }
        };
    }
}

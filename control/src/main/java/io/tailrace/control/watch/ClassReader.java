package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.Kind;
import org.jspecify.annotations.Nullable;

/**
 * IngressClass ({@code networking.k8s.io/v1}) to {@link ClassModel}.
 *
 * <p>Thread: any (stateless).
 */
final class ClassReader {
    static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    private ClassReader() {}

    static ClassModel read(IngressClass ingressClass) throws UnreadableException {
        return new ClassModel(
                Fields.key(Kind.INGRESS_CLASS, ingressClass.getMetadata()),
                ingressClass.getSpec() == null
                        ? ""
                        : Fields.text(ingressClass.getSpec().getController()),
                "true".equals(Fields.annotation(ingressClass.getMetadata(), IS_DEFAULT)),
                ingressClass.getSpec() == null
                        ? null
                        : parameters(ingressClass.getSpec().getParameters()));
    }

    private static ClassModel.@Nullable Parameters parameters(
            @Nullable IngressClassParametersReference stated) {
        return stated == null
                ? null
                : new ClassModel.Parameters(
                        Fields.text(stated.getApiGroup()),
                        Fields.text(stated.getKind()),
                        Fields.text(stated.getNamespace()),
                        Fields.text(stated.getName()));
    }
}

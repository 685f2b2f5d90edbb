package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads objects of one kind where they stand in an answer of the API server. What nobody reads is
 * dropped before anything is made of it: it is most of what comes.
 *
 * <p>Thread: any, one at a time.
 */
final class ArrivedReader {
    private final Kind kind;
    private final String fieldManager;
    private final ObjectReader reader;

    /**
     * @param fieldManager under which we write the status of Ingresses
     */
    ArrivedReader(Kind kind, String fieldManager) {
        this.kind = kind;
        this.fieldManager = fieldManager;
        this.reader = AnswerReader.MAPPER.readerFor(type(kind));
    }

    private static Class<? extends HasMetadata> type(Kind kind) {
        return switch (kind) {
            case INGRESS -> Ingress.class;
            case INGRESS_CLASS -> IngressClass.class;
            case CONFIG_MAP -> ConfigMap.class;
            case SECRET -> Secret.class;
            case SERVICE -> Service.class;
            case ENDPOINT_SLICE -> EndpointSlice.class;
        };
    }

    /**
     * Reads an object.
     *
     * @param parser at the beginning of the object; afterwards at its end
     * @throws JacksonException when the answer breaks off or is no JSON
     */
    Arrived read(JsonParser parser) {
        TokenBuffer tokens = reduce(parser);
        ObjectKey key = null;
        String version = "";
        HasMetadata object = null;
        Read read;
        try {
            try {
                object = reader.readValue(tokens.asParser());
            } catch (JacksonException e) {
                key =
                        Fields.key(
                                kind,
                                AnswerReader.MAPPER.convertValue(
                                        metadata(tokens), ObjectMeta.class));
                IllegalArgumentException failure = new IllegalArgumentException(e);
                throw kind == Kind.SECRET
                        ? MappingFault.withoutValue(failure)
                        : MappingFault.of(failure);
            }
            key = Fields.key(kind, object.getMetadata());
            version = Fields.text(object.getMetadata().getResourceVersion());
            read = new Read.Found(model(object));
        } catch (UnreadableException e) {
            read = new Read.Unreadable(key, e.place(), e.reason());
        }
        return new Arrived(key, version, read, fact(object, read));
    }

    private static Object metadata(TokenBuffer tokens) {
        return AnswerReader.MAPPER.readTree(tokens.asParser()).path("metadata");
    }

    private @Nullable IngressFact fact(@Nullable HasMetadata object, Read read) {
        if (!(object instanceof Ingress ingress)) {
            return null;
        }
        try {
            IngressModel stated = read instanceof Read.Found(IngressModel found) ? found : null;
            return IngressFactReader.read(ingress, stated, fieldManager);
        } catch (UnreadableException e) {
            return null;
        }
    }

    private static ModelObject model(HasMetadata object) throws UnreadableException {
        return switch (object) {
            case Ingress ingress -> IngressReader.read(ingress);
            case IngressClass ingressClass -> ClassReader.read(ingressClass);
            case ConfigMap configMap -> ConfigMapReader.read(configMap);
            case Secret secret -> SecretReader.read(secret);
            case Service service -> ServiceReader.read(service);
            case EndpointSlice slice -> SliceReader.read(slice);
            default -> throw new UnreadableException("kind", "is not one that is read");
        };
    }

    private TokenBuffer reduce(JsonParser parser) {
        TokenBuffer kept = TokenBuffer.forGeneration();
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token == null) {
                throw new UnexpectedEndOfInputException(parser, null, "the answer breaks off");
            }
            if (token == JsonToken.PROPERTY_NAME && isUnread(parser.currentName())) {
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            kept.copyCurrentEvent(parser);
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return kept;
            }
        }
    }

    private boolean isUnread(String name) {
        return switch (name) {
            // Who wrote what: of an Ingress it is asked who, of others nothing.
            case "managedFields" -> kind != Kind.INGRESS;
            case "fieldsV1",
                    "ownerReferences",
                    "kubectl.kubernetes.io/last-applied-configuration" ->
                    true;
            default -> false;
        };
    }
}

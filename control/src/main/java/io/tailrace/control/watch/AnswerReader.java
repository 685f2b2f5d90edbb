package io.tailrace.control.watch;

import io.tailrace.control.model.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads answers of the API server about one kind while they come: a list, or the events of a watch.
 *
 * <p>Thread: any, one at a time.
 */
public final class AnswerReader {
    /** One for all: what it learns of a type is dear. */
    static final JsonMapper MAPPER = JsonMapper.builderWithJackson2Defaults().build();

    /** Takes the events of a watch. */
    public interface Events {
        /** There is an object, or another version of it. */
        void changed(Arrived arrived) throws IOException;

        void deleted(Arrived arrived) throws IOException;

        /** All has been told up to this version. */
        void bookmark(String version) throws IOException;

        /** Nothing more will come. */
        void error(int code, String message) throws IOException;
    }

    private final ArrivedReader objects;

    /**
     * @param fieldManager under which we write the status of Ingresses
     */
    public AnswerReader(Kind kind, String fieldManager) {
        this.objects = new ArrivedReader(kind, fieldManager);
    }

    /**
     * Reads a list.
     *
     * @return its version
     * @throws IOException when it breaks off or is none
     */
    public String readList(InputStream list, Consumer<Arrived> items) throws IOException {
        String version = "";
        try (JsonParser parser = MAPPER.createParser(list)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("metadata")) {
                    version = MAPPER.readTree(parser).path("resourceVersion").asString("");
                } else if (name.equals("items") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        items.accept(objects.read(parser));
                    }
                    expect(parser.currentToken(), JsonToken.END_ARRAY);
                } else {
                    parser.skipChildren();
                }
            }
            expect(parser.currentToken(), JsonToken.END_OBJECT);
            return version;
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /**
     * Reads events until there are no more.
     *
     * @throws IOException when they break off in the middle of one
     */
    public void readEvents(InputStream stream, Events events) throws IOException {
        try (JsonParser parser = MAPPER.createParser(stream)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                readEvent(parser, events);
            }
            expect(parser.currentToken(), null);
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /** The type stands before the object, as the API server writes it. */
    private void readEvent(JsonParser parser, Events events) throws IOException {
        String type = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type")) {
                type = parser.getString();
            } else if (name.equals("object") && value == JsonToken.START_OBJECT) {
                readObject(type, parser, events);
            } else {
                parser.skipChildren();
            }
        }
        expect(parser.currentToken(), JsonToken.END_OBJECT);
    }

    private void readObject(String type, JsonParser parser, Events events) throws IOException {
        switch (type) {
            case "ADDED", "MODIFIED" -> events.changed(objects.read(parser));
            case "DELETED" -> events.deleted(objects.read(parser));
            case "BOOKMARK" -> {
                JsonNode metadata = MAPPER.readTree(parser).path("metadata");
                events.bookmark(metadata.path("resourceVersion").asString(""));
            }
            case "ERROR" -> {
                JsonNode status = MAPPER.readTree(parser);
                events.error(status.path("code").asInt(0), message(status));
            }
            default -> throw new IOException("an event of an unknown type");
        }
    }

    /** What an error says of itself. */
    public static String readMessage(String status) {
        try {
            return message(MAPPER.readTree(status));
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String message(JsonNode status) {
        return status.path("message").asString("");
    }

    private static void expect(@Nullable JsonToken token, @Nullable JsonToken expected)
            throws IOException {
        if (token != expected) {
            throw new IOException("the answer breaks off, or is none");
        }
    }

    private static IOException broken(JacksonException e) {
        return e.getCause() instanceof IOException io
                ? io
                : new IOException("the answer breaks off, or is none", e);
    }
}

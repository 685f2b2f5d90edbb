package io.tailrace.control.watch;

import io.tailrace.control.model.Quoted;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of a document to trees of maps, lists and scalars: YAML 1.2 by its core schema, or JSON,
 * which may hold several objects one after another.
 *
 * <p>Its messages never quote the text: a Secret may stand in it.
 *
 * <p>Thread: any (stateless).
 */
final class DocumentParser {
    /** The parser's own limit is 3 MiB; files are limited where they are read. */
    private static final int MAX_CODE_POINTS = Integer.MAX_VALUE;

    private final LoadSettings yaml =
            LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setCodePointLimit(MAX_CODE_POINTS)
                    .build();
    private final JsonMapper json =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** The roots of the document; none if it is empty. */
    List<Object> parse(String text, int firstLine) throws UnreadableException {
        if (text.stripLeading().startsWith("{")) {
            try (MappingIterator<Object> roots = json.readerFor(Object.class).readValues(text)) {
                return roots.readAll();
            } catch (JacksonException e) {
                // A mapping in YAML's flow style starts like this, too.
                return parseYaml(text, firstLine);
            }
        }
        return parseYaml(text, firstLine);
    }

    private List<Object> parseYaml(String text, int firstLine) throws UnreadableException {
        try {
            Composer composer = new Composer(yaml, new BoundedYamlParser(yaml, text));
            Object root =
                    new StandardConstructor(yaml).constructSingleDocument(composer.getSingleNode());
            return root == null ? List.of() : List.of(root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
            throw new UnreadableException(
                    "line " + (firstLine + line), Quoted.sentence(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new UnreadableException("", Quoted.sentence(String.valueOf(e.getMessage())));
        }
    }
}

package live.roomkit.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Hands the migration scripts to Flyway, by name rather than by searching the class path, and with the configured schema
 * in place of {@code roomkit}, as in the statements. Released scripts never change.
 */
final class MigrationScripts implements ResourceProvider {

    static final String LOCATION = "classpath:live/roomkit/store/postgres/migration";

    /** What the last of the scripts brings the schema to. */
    static final int LATEST_VERSION = 1;

    static final List<String> NAMES = List.of("V1__create_tables.sql");

    private final SchemaName schema;

    private final Map<String, String> texts;

    MigrationScripts(SchemaName schema) {
        this(schema, NAMES.stream().collect(Collectors.toMap(name -> name, MigrationScripts::read)));
    }

    /** Scripts by their names, as a version to come may have them. */
    MigrationScripts(SchemaName schema, Map<String, String> texts) {
        this.schema = schema;
        this.texts = texts;
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return this.texts.containsKey(file) ? script(file) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return this.texts.keySet().stream()
                .filter(name ->
                        name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
                .map(this::script)
                .toList();
    }

    private LoadableResource script(String name) {
        return new Script(name, this.schema.replace(Objects.requireNonNull(this.texts.get(name))));
    }

    static String read(String name) {
        try (InputStream script = MigrationScripts.class.getResourceAsStream("migration/" + name)) {
            if (script == null) {
                throw new IllegalStateException("Migration " + name + " is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static final class Script extends LoadableResource {

        private final String name;

        private final String text;

        private Script(String name, String text) {
            this.name = name;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(this.text);
        }

        @Override
        public String getAbsolutePath() {
            return this.name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return this.name;
        }

        @Override
        public String getFilename() {
            return this.name;
        }

        @Override
        public String getRelativePath() {
            return this.name;
        }
    }
}

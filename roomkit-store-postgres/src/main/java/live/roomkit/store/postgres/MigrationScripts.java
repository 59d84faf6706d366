package live.roomkit.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Gives Flyway the migration scripts by name, without a search of the class path. In the scripts, this class replaces
 * the schema name {@code roomkit} by a placeholder. Flyway computes the checksum of a script before it replaces the
 * placeholder by the configured schema, so the checksum does not depend on the schema. A script never changes after its
 * release.
 */
final class MigrationScripts implements ResourceProvider {

    static final String LOCATION = "classpath:live/roomkit/store/postgres/migration";

    /** Name of the Flyway placeholder for the schema. */
    static final String SCHEMA = "schema";

    /**
     * Version of the tables after the last core script. The core scripts create the tables that every store needs; each
     * {@link Capability} has further scripts.
     */
    static final int LATEST_VERSION = 1;

    static final List<String> NAMES = List.of("V1__create_tables.sql");

    private static final Pattern CREATE_TABLE =
            Pattern.compile("CREATE TABLE roomkit\\.(\\w+) \\(\\R(.*?)\\R\\s*\\);", Pattern.DOTALL);

    private static final Pattern COLUMN = Pattern.compile("^\\s*([a-z_][a-z0-9_]*) ", Pattern.MULTILINE);

    private static final Pattern ADD_COLUMN =
            Pattern.compile("ALTER TABLE roomkit\\.(\\w+) ADD COLUMN ([a-z_][a-z0-9_]*) ");

    private final Map<String, String> texts;

    MigrationScripts() {
        this(EnumSet.noneOf(Capability.class));
    }

    /**
     * Creates a provider of the core scripts, which every store needs, and of the scripts of the given capabilities.
     */
    MigrationScripts(Set<Capability> capabilities) {
        this(Stream.concat(NAMES.stream(), capabilities.stream().flatMap(one -> one.scripts().stream()))
                .collect(Collectors.toMap(name -> name, MigrationScripts::read)));
    }

    /**
     * Creates a provider of the given scripts. The keys of the map are the names of the scripts. Tests use this
     * constructor to run scripts of a later version of RoomKit.
     */
    MigrationScripts(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Checks whether this provider contains the scripts of a capability. */
    boolean include(Capability capability) {
        return this.texts.keySet().containsAll(capability.scripts());
    }

    MigrationScripts with(Capability capability) {
        Map<String, String> all = new TreeMap<>(this.texts);
        capability.scripts().forEach(name -> all.put(name, read(name)));
        return new MigrationScripts(all);
    }

    /** Returns the names of the tables that these scripts and the scripts of all capabilities create. */
    Set<String> tables() {
        MigrationScripts all = this;
        for (Capability capability : Capability.values()) {
            all = all.with(capability);
        }
        return all.columns().keySet();
    }

    /**
     * Returns the columns that the scripts create. The keys are the names of tables, and the values are the names of
     * columns.
     */
    Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new TreeMap<>();
        for (String text : new TreeMap<>(this.texts).values()) {
            CREATE_TABLE
                    .matcher(text)
                    .results()
                    .forEach(table -> COLUMN.matcher(table.group(2))
                            .results()
                            .forEach(column -> columns.computeIfAbsent(table.group(1), unknown -> new TreeSet<>())
                                    .add(column.group(1))));
            ADD_COLUMN
                    .matcher(text)
                    .results()
                    .forEach(column -> columns.computeIfAbsent(column.group(1), unknown -> new TreeSet<>())
                            .add(column.group(2)));
        }
        return columns;
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
        return new Script(
                name,
                Objects.requireNonNull(this.texts.get(name)).replace(SchemaName.DEFAULT + '.', "${" + SCHEMA + "}."));
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

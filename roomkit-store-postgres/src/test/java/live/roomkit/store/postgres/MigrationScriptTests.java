package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the rules for every migration script, released or not. */
class MigrationScriptTests {

    /** The SHA-256 of each script. A released script never changes. */
    private static final Map<String, String> CHECKSUMS = Map.of(
            "V1__create_tables.sql", "ed0f085994a9949a998cc3084fd8ce78577395009396b2e056f232a48148647b",
            "V1000__create_change_feed.sql", "771b5148cb4e2d3aabb754631735ffa09cfbdbce4c06d9eadabe22761f7642a0",
            "V1001__create_consumer_groups.sql", "eafc23cad87ed391e6c9889384389b1b46cafb4ad51af3c913dd0b23cc7177ed",
            "V2000__create_holds.sql", "3901a1789c551fbb9ff639c1aa05c2aca13a37524823dfe203836e310abd8b8f",
            "V3000__create_sweeps.sql", "0f7cfc2d92e3a9a7673b143fa1c0aa3bd81988383be3a92eb593af4edaa5a7bf");

    @Test
    void theScriptsThatAreRunAreThoseThatAreThere() throws IOException, URISyntaxException {
        Path folder = Path.of(MigrationScripts.class.getResource("migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(scripts().toList());
        }
    }

    @Test
    void theScriptsAreNumberedFromOneToTheLatestVersion() {
        List<String> names = MigrationScripts.NAMES;

        assertThat(names).hasSize(MigrationScripts.LATEST_VERSION);
        for (int i = 0; i < names.size(); i++) {
            assertThat(names.get(i)).matches("V" + (i + 1) + "__[a-z0-9_]+\\.sql");
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aReleasedScriptNeverChanges(String name) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(name).getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(digest))
                .as("SHA-256 of " + name + ". Databases out there have run it as it was: if it is released, take the"
                        + " change back and write a new script; if it is not, put its new checksum here")
                .isEqualTo(CHECKSUMS.get(name));
    }

    @Test
    void noReleasedScriptGoes() {
        assertThat(CHECKSUMS).containsOnlyKeys(scripts().toList());
    }

    /** Databases out there keep it, and refuse to start where another version of Flyway makes something else of a script. */
    @Test
    void whatTheHistoryKeepsOfAScriptNeverChanges() {
        try (FreshDatabase database = new FreshDatabase()) {
            new PostgresSchema(database.dataSource()).migrate();

            assertThat(database.jdbc()
                            .queryForList(
                                    "SELECT script || ' ' || checksum FROM roomkit.schema_version WHERE version IS NOT NULL"
                                            + " AND type = 'SQL'",
                                    String.class))
                    .containsExactly("V1__create_tables.sql 528781990");
        }
    }

    @Test
    void theColumnsReadFromTheScriptsAreThoseOfTheTables() {
        try (FreshDatabase database = new FreshDatabase()) {
            new PostgresSchema(database.dataSource()).migrate();

            Map<String, Set<String>> columns = SchemaTables.read(database.jdbc(), new SchemaName("roomkit"))
                    .columns();

            assertThat(columns).hasSize(10).containsKey("schema_version");
            assertThat(new MigrationScripts().columns())
                    .hasSize(9)
                    .allSatisfy((table, names) ->
                            assertThat(names).containsExactlyInAnyOrderElementsOf(columns.get(table)));
        }
    }

    @Test
    void theTablesOfEveryCapabilityAreThoseOfItsScripts() {
        try (FreshDatabase database = new FreshDatabase()) {
            MigrationScripts all = new MigrationScripts(EnumSet.allOf(Capability.class));
            new PostgresSchema(database.dataSource(), new SchemaName("roomkit"), all).migrate();

            Map<String, Set<String>> columns = SchemaTables.read(database.jdbc(), new SchemaName("roomkit"))
                    .columns();

            assertThat(all.columns())
                    .containsKeys("changes", "feed", "holds", "hold_guard", "sweeps")
                    .allSatisfy((table, names) ->
                            assertThat(names).containsExactlyInAnyOrderElementsOf(columns.get(table)));
        }
    }

    @Test
    void capabilitiesHaveNumbersOfTheirOwn() {
        for (Capability capability : Capability.values()) {
            int first = Capability.FIRST_VERSION * (capability.ordinal() + 1);
            assertThat(capability.scripts()).isNotEmpty().allMatch(name -> {
                int number = Integer.parseInt(name.substring(1, name.indexOf('_')));
                return number >= first && number < first + Capability.FIRST_VERSION;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScriptIsAscii(String name) throws IOException {
        assertThat(text(name)).matches("[\\n\\x20-\\x7e]*");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptHoldsAPlaceholderOfItsOwn(String name) throws IOException {
        assertThat(text(name)).doesNotContain("${").doesNotContainPattern("roomkit(?!\\.)");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptThrowsDataAway(String name) throws IOException {
        assertThat(statements(name))
                .doesNotContainPattern("(?i)\\b(drop\\s+(table|schema|column|owned)|truncate|delete\\s+from)\\b")
                .doesNotContainPattern(
                        "(?i)\\balter\\s+table\\b[^;]*\\bdrop\\b(?!\\s+(constraint|default|not\\s+null))");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScriptBeginsByBoundingItsWaitForLocks(String name) throws IOException {
        assertThat(statements(name).stripLeading()).startsWith("SET LOCAL lock_timeout = ");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyObjectIsNamedWithItsSchema(String name) throws IOException {
        assertThat(statements(name))
                .doesNotContainPattern(
                        "(?i)\\b(table|on|references|into|update|from)\\s+(?!roomkit\\.|delete\\b|update\\b"
                                + "|conflict\\b|if\\b|only\\b)[a-z]");
    }

    static Stream<String> scripts() {
        return Stream.concat(
                MigrationScripts.NAMES.stream(),
                Arrays.stream(Capability.values()).flatMap(capability -> capability.scripts().stream()));
    }

    private static String statements(String name) throws IOException {
        return text(name).replaceAll("--[^\n]*", "");
    }

    private static String text(String name) throws IOException {
        try (var script = MigrationScripts.class.getResourceAsStream("migration/" + name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        }
    }
}

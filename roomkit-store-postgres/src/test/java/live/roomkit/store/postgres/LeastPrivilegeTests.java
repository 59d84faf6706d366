package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Tests the two roles that {@code docs/operations.md} has an administrator create. */
class LeastPrivilegeTests {

    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final String owner = database.nameUser("owner");

    private static final String user = database.nameUser("app");

    @BeforeAll
    static void createRolesAndMigrate() throws IOException, SQLException {
        database.jdbc().execute(documentedSql());
        new PostgresSchema(database.dataSource(owner)).migrate();
        LargeDataset.SMALL.writeTo(database.dataSource(), SchemaName.DEFAULT);
    }

    @Test
    void everyOperationWorksForWhoMayReadAndWriteRowsOnly() {
        try (PostgresStore store =
                database.builder(user).migration(MigrationMode.VALIDATE).open()) {
            BasicFlow.worksOn(store);
            EveryOperation.on(LargeDataset.SMALL)
                    .forEach(step -> assertThatCode(() -> step.work().accept(store))
                            .as(step.name())
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void theTablesBelongToTheOther() {
        assertThat(database.jdbc()
                        .queryForList(
                                "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'roomkit'",
                                String.class))
                .containsExactly(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE roomkit.mine (id bigint)",
                "CREATE TABLE public.mine (id bigint)",
                "CREATE TEMPORARY TABLE mine (id bigint)",
                "CREATE SCHEMA mine",
                "CREATE INDEX mine ON roomkit.rooms (created_at)",
                "CREATE TRIGGER mine AFTER INSERT ON roomkit.rooms EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "ALTER TABLE roomkit.rooms ADD COLUMN mine text",
                "ALTER TABLE roomkit.rooms DROP CONSTRAINT rooms_pkey",
                "ALTER TABLE roomkit.rooms RENAME TO mine",
                "COMMENT ON TABLE roomkit.rooms IS 'mine'",
                "DROP INDEX roomkit.rooms_metadata_idx",
                "DROP TABLE roomkit.tasks",
                "DROP SCHEMA roomkit CASCADE",
                "TRUNCATE roomkit.rooms CASCADE",
                "SET session_replication_role = replica",
                "COPY roomkit.rooms TO PROGRAM 'true'",
                "CREATE ROLE mine",
            })
    void whatIsNoReadingAndWritingOfRowsIsRefused(String statement) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> database.jdbc(user).execute(statement))
                .havingRootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, ex -> assertThat(ex.getSQLState()).isEqualTo("42501"));
    }

    private static String documentedSql() throws IOException {
        Matcher block = SQL.matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        return block.group(1)
                .replace("DATABASE chat ", "DATABASE " + database.name() + " ")
                .replace("roomkit_owner", owner)
                .replace("roomkit_app", user)
                .replaceAll("'(owner|app)-password'", Matcher.quoteReplacement("'" + FreshDatabase.PASSWORD + "'"));
    }
}

package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests what the distribution of Citus asks of a database and of a pool, on a server without Citus. */
class DistributionTests {

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @Test
    void aDatabaseWithoutTheExtensionIsRefused() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database.open(builder -> builder.distribution(Distribution.CITUS)))
                .withMessageContaining("The database has no extension citus")
                .withMessageContaining("CREATE EXTENSION citus");
    }

    @Test
    void aValidationNamesTheTablesThatAreNotDistributed() throws SQLException {
        PostgresSchema schema = new PostgresSchema(this.database.dataSource()).distribution(Distribution.CITUS);
        new PostgresSchema(this.database.dataSource()).migrate();
        createCatalogOfCitus("roomkit.rooms");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(schema::validate)
                .withMessageContaining("not distributed by Citus: bindings, events, observations, participants,"
                        + " read_markers, tasks");

        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("INSERT INTO pg_catalog.pg_dist_partition SELECT CAST(c.oid AS regclass), 'h' FROM pg_class AS c"
                + " WHERE c.relnamespace = 'roomkit'::regnamespace AND c.relkind = 'r' AND c.relname <> 'rooms'");
        schema.validate();
        schema.migrate();
    }

    @Test
    void tablesOfTheApplicationAreNotDistributed() throws SQLException {
        new PostgresSchema(this.database.dataSource()).migrate();
        JdbcTemplate jdbc = this.database.jdbc();
        createCatalogOfCitus("roomkit.rooms");
        jdbc.execute("INSERT INTO pg_catalog.pg_dist_partition SELECT CAST(c.oid AS regclass), 'h' FROM pg_class AS c"
                + " WHERE c.relnamespace = 'roomkit'::regnamespace AND c.relkind = 'r' AND c.relname <> 'rooms'");
        jdbc.execute("CREATE TABLE roomkit.payroll (room_id text)");
        PostgresSchema schema = new PostgresSchema(this.database.dataSource()).distribution(Distribution.CITUS);

        schema.validate();
        schema.migrate();

        assertThat(StoreDoctor.builder()
                        .dataSource(this.database.dataSource())
                        .build()
                        .examine()
                        .findings())
                .extracting(Finding::fault)
                .doesNotContain(Fault.UNDISTRIBUTED_TABLE.faultName());
    }

    @ParameterizedTest
    @EnumSource(MigrationMode.class)
    void theChangeFeedIsRefusedBeforeAnythingIsCreated(MigrationMode mode) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database.open(builder ->
                        builder.feed(true).distribution(Distribution.CITUS).migration(mode)))
                .withMessageContaining("each of its nodes counts transactions by itself")
                .withMessageContaining("set feed to false");
        assertThat(SchemaSnapshot.tables(this.database.jdbc(), "roomkit")).isEmpty();
    }

    @Test
    void theChangeFeedIsRefusedOnDistributedTables() throws SQLException {
        new PostgresSchema(this.database.dataSource()).migrate();
        createCatalogOfCitus("roomkit.rooms");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> this.database.open(builder -> builder.feed(true)))
                .withMessageContaining("The change feed cannot be on in schema roomkit");
    }

    @Test
    void holdsAreRefusedBeforeAnythingIsCreated() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(
                        () -> this.database.open(builder -> builder.holds(true).distribution(Distribution.CITUS)))
                .withMessageContaining("Holds cannot be on in schema roomkit")
                .withMessageContaining("set holds to false");
        assertThat(SchemaSnapshot.tables(this.database.jdbc(), "roomkit")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyCitusKeepsAConnectionThatReportsALostNode(Distribution distribution) {
        try (HikariDataSource pool = this.database
                .builder()
                .distribution(distribution)
                .minPoolSize(1)
                .maxPoolSize(1)
                .openPool()) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            Integer before = jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class);
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> jdbc.execute("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''08006''; END'"));

            assertThat(before.equals(jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class)))
                    .isEqualTo(distribution == Distribution.CITUS);
        }
    }

    private void createCatalogOfCitus(String table) throws SQLException {
        try (Connection connection = this.database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET allow_system_table_mods = on");
            statement.execute("CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod \"char\")");
            statement.execute("INSERT INTO pg_catalog.pg_dist_partition VALUES ('" + table + "', 'h')");
        }
    }
}

package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Tests one user who creates the tables, and another who may only work with them. */
class MigrationUserTests {

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final String owner = this.database.createSchemaCreator("owner");

    private final String user = this.database.createUser("Run-Time");

    @Test
    void theTablesBelongToWhoMigratesAndServeWhoWorks() {
        try (PostgresStore store = openMigratingAsOwner()) {
            BasicFlow.worksOn(store);
        }

        assertThat(this.database
                        .jdbc()
                        .queryForList(
                                "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'roomkit'",
                                String.class))
                .containsExactly(this.owner);
    }

    @Test
    void aDataSourceMayBeMigratedByAUrlToo() {
        try (PostgresStore store = PostgresStore.builder()
                .dataSource(this.database.dataSource(this.user))
                .migrationUrl(this.database.clientUrl(this.owner, FreshDatabase.PASSWORD), null, null)
                .open()) {
            BasicFlow.worksOn(store);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE roomkit.mine (id bigint)",
                "ALTER TABLE roomkit.rooms ADD COLUMN mine text",
                "DROP TABLE roomkit.tasks",
                "TRUNCATE roomkit.rooms CASCADE",
                "CREATE INDEX mine ON roomkit.rooms (created_at)",
                "DROP SCHEMA roomkit CASCADE",
                "CREATE SCHEMA mine",
            })
    void whoWorksMayNotChangeTheTables(String statement) {
        openMigratingAsOwner().close();

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> this.database.jdbc(this.user).execute(statement))
                .havingRootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, ex -> assertThat(ex.getSQLState()).isEqualTo("42501"));
    }

    @ParameterizedTest
    @EnumSource
    void onMigratedTablesWhoWorksNeedsNobodyElse(MigrationMode mode) {
        new PostgresSchema(this.database.dataSource(this.owner))
                .grantTo(this.user)
                .migrate();

        try (PostgresStore store =
                this.database.builder(this.user).migration(mode).open()) {
            BasicFlow.worksOn(store);
        }
    }

    @Test
    void aMigrationGrantsNothingOnTablesOfTheApplication() {
        new PostgresSchema(this.database.dataSource(this.owner)).migrate();
        this.database.jdbc().execute("CREATE TABLE roomkit.payroll (id bigint)");
        this.database.jdbc(this.owner).execute("CREATE TABLE roomkit.salaries (id bigint)");

        openMigratingAsOwner().close();

        assertThat(this.database
                        .jdbc()
                        .queryForList(
                                "SELECT relname::text FROM pg_class WHERE relname IN ('payroll', 'salaries', 'rooms')"
                                        + " AND has_table_privilege(?, oid, 'DELETE')",
                                String.class,
                                this.user))
                .containsExactly("rooms");
    }

    @Test
    void aMigrationGrantsRightsOnTheTablesOfEveryCapability() {
        new PostgresSchema(this.database.dataSource(this.owner))
                .feed()
                .holds()
                .sweepsInTurn()
                .migrate();

        new PostgresSchema(this.database.dataSource(this.owner))
                .feed()
                .grantTo(this.user)
                .migrate();

        assertThat(this.database
                        .jdbc()
                        .queryForList(
                                "SELECT relname::text FROM pg_class WHERE relnamespace = 'roomkit'::regnamespace"
                                        + " AND relkind = 'r' AND NOT has_table_privilege(?, oid, 'DELETE')",
                                String.class,
                                this.user))
                .isEmpty();
    }

    @Test
    void whoMigratesMayComeAgain() {
        openMigratingAsOwner().close();

        try (PostgresStore store = openMigratingAsOwner()) {
            BasicFlow.worksOn(store);
        }
    }

    @Test
    void aSchemaThatAnAdministratorCreatedServesAUserWhoMayCreateTablesInIt() {
        this.database.jdbc().execute("CREATE SCHEMA roomkit");
        this.database.jdbc().execute("GRANT USAGE, CREATE ON SCHEMA roomkit TO \"" + this.user + "\"");

        for (int start = 0; start < 2; start++) {
            try (PostgresStore store = this.database.builder(this.user).open()) {
                BasicFlow.worksOn(store);
            }
        }
    }

    @Test
    void whoWasGrantedNothingIsRefusedOnOpening() {
        openMigratingAsOwner().close();
        String stranger = this.database.createUser("stranger");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this.database.builder(stranger)::open)
                .withMessageContainingAll("no right", "schema roomkit")
                .satisfies(ex -> assertThat(ex.getSqlState()).isEqualTo("42501"));
    }

    private PostgresStore openMigratingAsOwner() {
        return this.database
                .builder(this.user)
                .migrationUrl(this.database.url(), this.owner, FreshDatabase.PASSWORD)
                .open();
    }
}

package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests an application that migrates its own tables with Flyway, from V1 on and in the usual place, in the same
 * database.
 */
class ApplicationFlywayTests {

    private static final List<String> OWN = List.of("customers", "orders", "flyway_schema_history");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    @ParameterizedTest
    @ValueSource(strings = {"public", "roomkit"})
    void itsMigrationsRunBeforeThoseOfTheStore(String schema) {
        assertThat(migrate(schema)).isEqualTo(3);
        workWithTheStore();

        assertUndisturbed(schema);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "roomkit"})
    void itsMigrationsRunAfterThoseOfTheStore(String schema) {
        workWithTheStore();
        assertThat(migrate(schema)).isEqualTo(3);

        assertUndisturbed(schema);
    }

    private void assertUndisturbed(String schema) {
        assertThat(migrate(schema)).isZero();
        flyway(schema).validate();
        workWithTheStore();
        assertThat(SchemaSnapshot.tables(this.database.jdbc(), schema)).containsAll(OWN);
        assertThat(SchemaSnapshot.tables(this.database.jdbc(), "roomkit")).hasSize(schema.equals("roomkit") ? 13 : 10);
        assertThat(flyway(schema).info().applied())
                .filteredOn(migration -> migration.getVersion() != null)
                .extracting(MigrationInfo::getScript)
                .contains("V1__create_customers.sql", "V2__create_orders.sql", "V3__add_customer_email.sql")
                .doesNotContain("V1__create_tables.sql");
        assertThat(this.database
                        .jdbc()
                        .queryForList("SELECT script FROM roomkit.schema_version WHERE type = 'SQL'", String.class))
                .containsExactlyElementsOf(MigrationScripts.NAMES);
    }

    private int migrate(String schema) {
        return flyway(schema).migrate().migrationsExecuted;
    }

    /**
     * Configures Flyway as an application does. A schema that is not empty needs a baseline, with or without this
     * library.
     */
    private Flyway flyway(String schema) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(this.database.dataSource())
                .schemas(schema)
                .baselineOnMigrate(schema.equals("roomkit"))
                .baselineVersion("0");
        return configuration.load();
    }

    private void workWithTheStore() {
        try (PostgresStore store = this.database.builder().open()) {
            BasicFlow.worksOn(store);
        }
    }
}

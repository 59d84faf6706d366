package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests that the store leaves no settings behind on sessions that others use after it. */
@EnabledIf(value = "live.roomkit.store.postgres.PgBouncer#isInstalled", disabledReason = PgBouncer.NOT_INSTALLED)
class PgBouncerTests {

    private static final int SESSIONS = 3;

    private static final int THREADS = 8;

    private static final PgBouncer BOUNCER = PgBouncer.start(SESSIONS);

    private static final String SET_BY_SOMEBODY = """
            SELECT name FROM pg_settings
            WHERE source = 'session' AND name NOT IN
                ('client_encoding', 'DateStyle', 'TimeZone', 'application_name', 'extra_float_digits')
            """;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private HikariDataSource pool;

    @BeforeEach
    void open() {
        new PostgresSchema(this.database.dataSource()).migrate();
        this.pool = this.database.closing(builder().openPool());
    }

    @Test
    void manyConnectionsOfTheStoreShareFewSessions() throws Exception {
        try (PostgresStore store = builder().open()) {
            together(() -> BasicFlow.worksOn(store));

            assertThat(sessions()).isBetween(1, SESSIONS);
            assertThat(store.poolStats())
                    .hasValueSatisfying(stats -> assertThat(stats.size()).isGreaterThan(SESSIONS));
        }
    }

    @Test
    void openingAndLookingAtTheTablesSetsNothingOnAnySession() throws Exception {
        PostgresSchema schema = new PostgresSchema(this.pool);

        together(() -> {
            schema.validate();
            assertThat(schema.migrations()).hasSize(1);
            assertThat(schema.version()).contains("1");
            builder().migration(MigrationMode.NONE).prepareTables();
            builder()
                    .migrationUrl(this.database.url(), this.database.username(), this.database.password())
                    .prepareTables();
            assertThat(changedSettings(this.pool)).isEmpty();
        });
    }

    private PostgresStoreBuilder builder() {
        return this.database.builder().url(BOUNCER.url(this.database)).migration(MigrationMode.VALIDATE);
    }

    private int sessions() {
        return new JdbcTemplate(TestPostgres.shared().dataSource())
                .queryForObject(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = ?", Integer.class, this.database.name());
    }

    private static List<String> changedSettings(DataSource dataSource) {
        return new JdbcTemplate(dataSource).queryForList(SET_BY_SOMEBODY, String.class);
    }

    private static void together(Runnable work) throws Exception {
        Race.run(THREADS, thread -> IntStream.range(0, 4).forEach(turn -> work.run()));
    }
}

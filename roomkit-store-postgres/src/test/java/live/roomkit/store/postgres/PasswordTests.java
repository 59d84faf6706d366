package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the password is given, nothing repeats it: not the finest log, no exception, no text of an object. */
class PasswordTests {

    private static final String TELLING = FreshDatabase.PASSWORD.substring(0, 6);

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final String user = database.createSchemaCreator("owner");

    @ParameterizedTest
    @MethodSource("builders")
    void nothingRepeatsThePasswordOfAStoreThatWorks(String manner, PostgresStoreBuilder builder) {
        try (Telemetry telemetry = new Telemetry();
                PostgresStore store = builder.open();
                HikariDataSource pool = builder.openPool()) {
            BasicFlow.worksOn(telemetry.observe(store));

            assertThat(telemetry.words()).contains("roomkit").doesNotContain(TELLING);
            assertThat(Stream.of(builder, store, store.poolStats(), pool, pool.getDataSource(), pool.getJdbcUrl()))
                    .noneMatch(object -> String.valueOf(object).contains(TELLING));
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nothingRepeatsThePasswordOfAStoreThatDoesNotOpen(String manner, PostgresStoreBuilder builder) {
        try (Telemetry telemetry = new Telemetry()) {
            Throwable failure = catchThrowable(() -> builder.username("nobody").open());

            assertThat(failure).isInstanceOf(StoreException.class);
            assertThat(ExceptionWords.of(failure)).doesNotContain(TELLING);
            assertThat(telemetry.words()).doesNotContain(TELLING);
        }
    }

    static Object[][] builders() {
        String login =
                "?user=" + user + "&password=" + URLEncoder.encode(FreshDatabase.PASSWORD, StandardCharsets.UTF_8);
        String clientUrl = database.clientUrl(user, FreshDatabase.PASSWORD);
        return new Object[][] {
            {"apart", database.builder(user)},
            {"in a client's URL", PostgresStore.builder().url(clientUrl)},
            {"as parameters of a JDBC URL", PostgresStore.builder().url(database.url() + login)},
            {"for the migration too", database.builder(user).migrationUrl(clientUrl, null, null)},
        };
    }
}

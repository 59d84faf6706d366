package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import live.roomkit.store.postgres.MigrationMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class RoomKitStorePropertiesTests {

    @Test
    void hasTheDocumentedDefaults() {
        RoomKitStoreProperties properties = bind();

        assertThat(properties.type()).isEqualTo(RoomKitStoreProperties.Type.POSTGRES);
        assertThat(properties.url()).isNull();
        assertThat(properties.schema()).isEqualTo("roomkit");
        assertThat(properties.statementTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.maxRecordSize()).isEqualTo(DataSize.ofMegabytes(8));
        assertThat(properties.maxPageSize()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(properties.pool()).isEqualTo(new RoomKitStoreProperties.Pool(2, 10, Duration.ofSeconds(5)));
        assertThat(properties.migration().mode()).isEqualTo(MigrationMode.MIGRATE);
        assertThat(properties.observation().enabled()).isTrue();
    }

    @Test
    void aSmallPoolKeepsNoMoreReadyThanItMayHold() {
        assertThat(bind("pool.max-size", "1").pool().minSize()).isOne();
    }

    @Test
    void tellsNoSecrets() {
        RoomKitStoreProperties properties = bind(
                "url", "postgresql://user-s3cret:s3cret@localhost/chat",
                "username", "user-s3cret",
                "password", "s3cret",
                "migration.url", "postgresql://user-s3cret:s3cret@localhost/chat",
                "migration.username", "owner-s3cret",
                "migration.password", "s3cret",
                "protection.secret", "s3cret-s3cret-s3cret");

        assertThat(properties.toString()).contains("schema=roomkit").doesNotContain("s3cret");
    }

    @Test
    void aMemoryCannotOnlyRead() {
        Contexts.runner()
                .withPropertyValues("roomkit.store.type=memory", "roomkit.store.read-only=true")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("roomkit.store.read-only does not go with roomkit.store.type=memory"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "roomkit.store.type|mysql",
                "roomkit.store.url|mysql://localhost/chat",
                "roomkit.store.url|' '",
                "roomkit.store.url|jdbc:postgresql://user:s3cret@localhost/chat",
                "roomkit.store.schema|Room Kit",
                "roomkit.store.statement-timeout|10 parsecs",
                "roomkit.store.statement-timeout|100ms",
                "roomkit.store.max-record-size|0B",
                "roomkit.store.max-record-size|4GB",
                "roomkit.store.max-page-size|0B",
                "roomkit.store.max-page-size|4GB",
                "roomkit.store.pool.min-size|-1",
                "roomkit.store.pool.min-size|11",
                "roomkit.store.pool.max-size|0",
                "roomkit.store.pool.acquire-timeout|10ms",
                "roomkit.store.migration.mode|maybe",
                "roomkit.store.migration.url|nonsense",
                "roomkit.store.observation.enabled|perhaps"
            })
    void refusesAnInvalidValueByItsKey(String key, String value) {
        Contexts.runner().withPropertyValues(key + "=" + value).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).hasStackTraceContaining(key);
            assertThat(context.getStartupFailure().toString()).doesNotContain("s3cret");
        });
    }

    @Test
    void refusesAnSslBundleThatWouldNotBeUsed() {
        Contexts.withJdbc()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://localhost/chat", "roomkit.store.ssl-bundle=chat")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                failure -> assertThat(failure.getName()).isEqualTo("roomkit.store.ssl-bundle")));
    }

    private static RoomKitStoreProperties bind(String... namesAndValues) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            source.put("roomkit.store." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(source).bindOrCreate("roomkit.store", RoomKitStoreProperties.class);
    }
}

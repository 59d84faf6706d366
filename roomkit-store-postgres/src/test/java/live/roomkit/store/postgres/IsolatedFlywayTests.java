package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import db.callback.ApplicationCallback;
import java.net.URL;
import java.sql.Connection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReference;
import live.roomkit.store.StoreException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Tests that nothing of the application's Flyway takes part in the migration of the store's tables, and that nothing of
 * the store's leaks.
 */
class IsolatedFlywayTests {

    private FreshDatabase database;

    @BeforeEach
    void create() {
        this.database = new FreshDatabase();
    }

    @AfterEach
    void drop() {
        this.database.close();
    }

    @Test
    void callbacksAndPluginsOfTheApplicationStayOut() {
        int callbacks = ApplicationCallback.CALLS.get();
        int plugins = ApplicationPlugin.CALLS.get();
        PostgresSchema schema = new PostgresSchema(this.database.dataSource());

        schema.migrate();
        schema.validate();
        assertThat(schema.migrations()).hasSize(1);

        assertThat(ApplicationCallback.CALLS).hasValue(callbacks);
        assertThat(ApplicationPlugin.CALLS).hasValue(plugins);

        Flyway.configure().dataSource(this.database.dataSource()).load().migrate();
        assertThat(ApplicationCallback.CALLS).hasValueGreaterThan(callbacks);
        assertThat(ApplicationPlugin.CALLS).hasValueGreaterThan(plugins);
    }

    @Test
    void aThreadWithoutClassLoaderMigratesToo() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            this.database.builder().open().close();
            new PostgresSchema(this.database.dataSource()).validate();
            new PostgresSchema(this.database.dataSource()).migrations();
        });
        thread.setContextClassLoader(null);
        thread.setUncaughtExceptionHandler((failed, exception) -> failure.set(exception));

        thread.start();
        thread.join();

        assertThat(failure).hasNullValue();
        assertThat(new PostgresSchema(this.database.dataSource()).version()).contains("1");
    }

    @Test
    void noSecretOfTheUrlReachesALog() {
        String secrets = "?sslpassword=s3cret1&password=s3cret2&ApplicationName=secretive";
        PGSimpleDataSource given = new PGSimpleDataSource();
        given.setUrl(this.database.url() + secrets);
        given.setUser(this.database.username());
        given.setPassword(this.database.password());
        try (Telemetry telemetry = new Telemetry()) {
            PostgresStore.open(given).close();
            PostgresStore.builder()
                    .url(this.database.url() + secrets)
                    .username(this.database.username())
                    .password(this.database.password())
                    .open()
                    .close();
            new PostgresSchema(given).migrations();

            assertThat(telemetry.words()).contains("roomkit").doesNotContain("s3cret1", "s3cret2");
        }
    }

    @Test
    void theUrlOfAConnectionOfItsOwnHoldsNoSecret() throws Exception {
        try (var pool = PostgresStore.builder()
                        .url(this.database.url() + "?sslpassword=s3cret&connectTimeout=7")
                        .username(this.database.username())
                        .password(this.database.password())
                        .openPool();
                Connection connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getURL())
                    .contains("connectTimeout=7")
                    .doesNotContain("password", "s3cret");
        }
    }

    @Test
    void aJarThatLostThePluginsIsTold() throws Exception {
        ClassLoader without = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) {
                return Collections.emptyEnumeration();
            }
        };
        try (Connection connection = this.database.dataSource().getConnection()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() ->
                            IsolatedFlyway.on(connection, new SchemaName("roomkit"), new MigrationScripts(), without))
                    .withMessageContainingAll("plug-ins are not found", "META-INF/services", "mergeServiceFiles");
        }
    }
}

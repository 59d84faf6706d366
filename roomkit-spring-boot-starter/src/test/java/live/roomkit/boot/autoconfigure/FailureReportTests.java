package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import live.roomkit.store.postgres.PostgresSchema;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a reader of the log is told when an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

    private static final String MARKER = "s3cret";

    @AutoClose
    private static final TestDatabase database = TestPostgres.shared().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @Test
    void noDatabaseNamesTheWaysOut(CapturedOutput output) {
        start(Application.class);

        assertThat(report(output))
                .contains("has no database")
                .contains("roomkit.store.url", "spring.datasource.url", "roomkit.store.type=memory");
    }

    @Test
    void aDistributionNeedsTheExtension(CapturedOutput output) {
        start(
                Application.class,
                "roomkit.store.url=" + database.url(),
                "roomkit.store.username=" + database.username(),
                "roomkit.store.password=" + database.password(),
                "roomkit.store.distribution=citus");

        assertThat(report(output)).contains("has no extension citus", "or leave out roomkit.store.distribution");
    }

    @Test
    void severalDataSourcesAreNamed(CapturedOutput output) {
        start(TwoDataSources.class);

        assertThat(report(output)).contains("one", "another", "@RoomKitDataSource", "@Primary", "roomkit.store.url");
    }

    @Test
    void aRefusedLoginNamesTheSettings(CapturedOutput output) {
        start(
                Application.class,
                "roomkit.store.url=" + database.url(),
                "roomkit.store.username=" + database.username(),
                "roomkit.store.password=" + MARKER);

        assertThat(report(output))
                .contains("refused the login", database.name(), "28P01")
                .contains("roomkit.store.username and roomkit.store.password");
    }

    @Test
    void aRefusedLoginOfTheApplicationNamesItsSettings(CapturedOutput output) {
        start(
                JdbcApplication.class,
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + MARKER);

        assertThat(report(output))
                .contains("refused the login", database.name(), "28P01")
                .contains("spring.datasource.username and spring.datasource.password");
    }

    @Test
    void aMissingDatabaseIsNamed(CapturedOutput output) {
        start(Application.class, storeAt(database.url().replace(database.name(), "missing_chat")));

        assertThat(report(output)).contains("missing_chat", "CREATE DATABASE missing_chat;", "roomkit.store.url");
    }

    @Test
    void anUnreachableServerIsNamed(CapturedOutput output) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        start(
                Application.class,
                storeAt("postgresql://me:" + MARKER + "@127.0.0.1:" + port + "/chat?password=" + MARKER));

        assertThat(report(output)).contains("cannot reach", "127.0.0.1:" + port + "/chat", "roomkit.store.url");
    }

    @Test
    void aMissingPasswordIsNamedBySetting(CapturedOutput output) {
        start(
                Application.class,
                "roomkit.store.url=" + database.url(),
                "roomkit.store.username=" + database.username());

        assertThat(report(output))
                .contains("asks for a password, and none was given", "08004", "Set roomkit.store.password.")
                .doesNotContain("firewall", "cannot reach");
    }

    @Test
    void aMissingLoginOfTheApplicationIsNamedBySetting(CapturedOutput output) {
        start(JdbcApplication.class, "spring.datasource.url=" + database.url());

        assertThat(report(output))
                .contains("neither username nor password was given")
                .contains("Set spring.datasource.username and spring.datasource.password");
    }

    @Test
    void theLoginOfTheMigrationIsNamedBySetting(CapturedOutput output) {
        start(
                Application.class,
                Contexts.asStore(database)[0],
                Contexts.asStore(database)[1],
                Contexts.asStore(database)[2],
                "roomkit.store.migration.username=owner",
                "roomkit.store.migration.password=" + MARKER);

        assertThat(report(output))
                .contains("refused the login")
                .contains("Check roomkit.store.migration.username and roomkit.store.migration.password");
    }

    @Test
    void aUrlOfAnotherProductNamesTheWaysOut(CapturedOutput output) {
        start(Application.class, storeAt("jdbc:mysql://localhost/chat?password=" + MARKER));

        assertThat(report(output)).contains("roomkit.store.url names a database of mysql", "roomkit.store.type=memory");
    }

    @Test
    void aDataSourceOfAnotherProductNamesTheWaysOut(CapturedOutput output) {
        start(OtherProduct.class);

        assertThat(report(output)).contains("The server is H2", "not PostgreSQL", "roomkit.store.type=memory");
    }

    @Test
    void tablesOfThePythonProgramNameTheWaysOut(CapturedOutput output) {
        String url = database.url().replace(database.name(), database.name() + "_python");
        this.jdbc.execute("CREATE DATABASE " + database.name() + "_python");
        try {
            new JdbcTemplate(new DriverManagerDataSource(url, database.username(), database.password()))
                    .execute(
                            "CREATE TABLE rooms (data jsonb); CREATE TABLE events (id text); CREATE TABLE bindings (id text)");
            start(Application.class, storeAt(url));

            assertThat(report(output))
                    .contains("Python program", "[public]", "roomkit.store.migration.beside-python-store=true");
        } finally {
            this.jdbc.execute("DROP DATABASE " + database.name() + "_python WITH (FORCE)");
        }
    }

    @Test
    void aFailedEncryptionIsThoughtOf(CapturedOutput output) {
        start(
                Application.class,
                "roomkit.store.url=jdbc:postgresql://127.0.0.1:1/chat",
                "roomkit.store.ssl-bundle=chat",
                "spring.ssl.bundle.pem.chat.reload-on-update=false");

        assertThat(report(output)).contains("cannot reach", "roomkit.store.ssl-bundle", "trust its certificate");
    }

    @Test
    void anUnknownSslBundleIsNamedByItsKey(CapturedOutput output) {
        start(
                Application.class,
                "roomkit.store.url=jdbc:postgresql://127.0.0.1:1/chat",
                "roomkit.store.ssl-bundle=missing");

        assertThat(report(output)).contains("roomkit.store.ssl-bundle", "missing", "no SSL bundle of that name");
    }

    @Test
    void aMissingRightNamesTheWaysOut(CapturedOutput output) {
        String user = database.name() + "_guest";
        this.jdbc.execute("CREATE ROLE " + user + " LOGIN PASSWORD '" + MARKER + "'");
        try {
            start(
                    Application.class,
                    "roomkit.store.url=" + database.url(),
                    "roomkit.store.username=" + user,
                    "roomkit.store.password=" + MARKER,
                    "roomkit.store.schema=forbidden");
        } finally {
            this.jdbc.execute("DROP ROLE " + user);
        }

        assertThat(report(output))
                .contains("no right", "schema forbidden", "42501")
                .contains("GRANT CREATE ON DATABASE " + database.name())
                .contains("roomkit.store.migration.username", "roomkit.store.migration.mode=none");
    }

    @Test
    void aSchemaOfANewerLibraryIsExplained(CapturedOutput output) {
        this.jdbc.execute("CREATE SCHEMA newer; CREATE TABLE newer.rooms (id text);"
                + " COMMENT ON TABLE newer.rooms IS 'requires RoomKit schema version 99'");
        start(
                Application.class,
                Contexts.asStore(database)[0],
                Contexts.asStore(database)[1],
                Contexts.asStore(database)[2],
                "roomkit.store.schema=newer");

        assertThat(report(output)).contains("schema newer", "newer version of RoomKit", "schema version 99");
    }

    @Test
    void pendingMigrationsAreNamed(CapturedOutput output) {
        start(
                Application.class,
                Contexts.asStore(database)[0],
                Contexts.asStore(database)[1],
                Contexts.asStore(database)[2],
                "roomkit.store.schema=unmigrated",
                "roomkit.store.migration.mode=validate");

        assertThat(report(output))
                .contains("V1__create_tables.sql", "schema unmigrated", "roomkit.store.migration.mode=migrate");
    }

    @Test
    void aFeedThatIsOnNamesItsSettingWithoutAMigrationToo(CapturedOutput output) {
        new PostgresSchema(database.dataSource(), "recorded").feed().migrate();
        start(
                Application.class,
                Contexts.asStore(database)[0],
                Contexts.asStore(database)[1],
                Contexts.asStore(database)[2],
                "roomkit.store.schema=recorded",
                "roomkit.store.migration.mode=none");

        assertThat(report(output)).contains("schema recorded", "roomkit.store.feed.enabled");
    }

    @Test
    void anOldServerIsNamed(CapturedOutput output) {
        start(OldServer.class);

        assertThat(report(output)).contains("PostgreSQL 13", "PostgreSQL 14 or later");
    }

    @Test
    void anInvalidValueIsNamedByItsKey(CapturedOutput output) {
        start(Application.class, storeAt("jdbc:postgresql://me:" + MARKER + "@localhost/chat"));

        assertThat(report(output)).contains("roomkit.store.url must not hold user and password");
    }

    private static String[] storeAt(String url) {
        return new String[] {
            "roomkit.store.url=" + url,
            "roomkit.store.username=" + database.username(),
            "roomkit.store.password=" + database.password()
        };
    }

    /** Runs an application that cannot start. */
    private static void start(Class<?> source, String... properties) {
        SpringApplication application = new SpringApplication(source);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments =
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new);
        try {
            application.run(arguments).close();
        } catch (RuntimeException ex) {
            return;
        }
        throw new AssertionError("The application started");
    }

    /** What is printed for people, which holds no secret. */
    private static String report(CapturedOutput output) {
        String report = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
        assertThat(report).doesNotContain(MARKER);
        return report;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                FlywayAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                LiquibaseAutoConfiguration.class
            })
    static class JdbcApplication {}

    static class TwoDataSources extends Application {

        @Bean
        DataSource one() {
            return new HikariDataSource();
        }

        @Bean
        DataSource another() {
            return new HikariDataSource();
        }
    }

    static class OtherProduct extends Application {

        @Bean
        DataSource dataSource() {
            return new DelegatingDataSource(database.dataSource()) {
                @Override
                public Connection getConnection() throws SQLException {
                    return Proxies.overriding(
                            Connection.class,
                            super.getConnection(),
                            "getMetaData",
                            metaData -> Proxies.overriding(
                                    DatabaseMetaData.class,
                                    (DatabaseMetaData) metaData,
                                    "getDatabaseProductName",
                                    name -> "H2"));
                }
            };
        }
    }

    static class OldServer extends Application {

        @Bean
        DataSource dataSource() {
            return new DelegatingDataSource(database.dataSource()) {
                @Override
                public Connection getConnection() throws SQLException {
                    return Proxies.overriding(
                            Connection.class,
                            super.getConnection(),
                            "getMetaData",
                            metaData -> Proxies.overriding(
                                    DatabaseMetaData.class,
                                    (DatabaseMetaData) metaData,
                                    "getDatabaseMajorVersion",
                                    version -> 13));
                }
            };
        }
    }
}

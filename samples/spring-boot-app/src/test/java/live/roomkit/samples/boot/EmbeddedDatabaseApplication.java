package live.roomkit.samples.boot;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * Starts the application on a PostgreSQL of its own, or on the database of {@code spring.datasource.url} if that is
 * set.
 */
public final class EmbeddedDatabaseApplication {

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedDatabaseApplication.class);

    private EmbeddedDatabaseApplication() {}

    /** Starts the application with a few conversations to look at. */
    public static void main(String[] args) {
        List<String> arguments = new ArrayList<>(List.of(args));
        arguments.add(0, "--desk.demo=true");
        SpringApplication.from(SampleApplication::main)
                .with(Database.class, Address.class)
                .run(arguments.toArray(String[]::new));
    }

    /** Prints the address of the page once its conversations are there. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Address {

        @EventListener
        void print(ApplicationReadyEvent event) {
            logger.info(
                    "Open http://127.0.0.1:{}/ in a browser",
                    event.getApplicationContext().getEnvironment().getRequiredProperty("local.server.port"));
        }
    }

    /** Provides a database that lasts as long as the application. */
    @TestConfiguration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.datasource.url", havingValue = "embedded", matchIfMissing = true)
    static class Database {

        @Bean
        JdbcConnectionDetails embeddedDatabase() {
            TestDatabase database = TestPostgres.shared().createDatabase();
            return new JdbcConnectionDetails() {

                @Override
                public String getJdbcUrl() {
                    return database.url();
                }

                @Override
                public String getUsername() {
                    return database.username();
                }

                @Override
                public String getPassword() {
                    return database.password();
                }
            };
        }
    }
}

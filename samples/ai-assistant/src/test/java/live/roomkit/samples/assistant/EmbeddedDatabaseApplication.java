package live.roomkit.samples.assistant;

import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Starts the application on a PostgreSQL of its own, or on the database of {@code spring.datasource.url} if that is
 * set.
 */
public final class EmbeddedDatabaseApplication {

    private EmbeddedDatabaseApplication() {}

    /** Starts the application. */
    public static void main(String[] args) {
        SpringApplication.from(AssistantApplication::main).with(Database.class).run(args);
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

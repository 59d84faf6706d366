package live.roomkit.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import live.roomkit.boot.autoconfigure.RoomKitConnectionDetails;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class ContextDatabaseTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RoomKitTestDatabaseAutoConfiguration.class));

    @Test
    void everyContextHasADatabaseOfItsOwnThatEndsWithIt() {
        this.runner.run(first -> this.runner.run(second -> {
            assertThat(first.getBean(ContextDatabase.class).url())
                    .isNotEqualTo(second.getBean(ContextDatabase.class).url());
            assertThat(exists(name(first.getBean(ContextDatabase.class)))).isTrue();
            ContextDatabase database = first.getBean(ContextDatabase.class);
            first.getSourceApplicationContext().close();
            assertThat(exists(name(database))).isFalse();
            assertThat(exists(name(second.getBean(ContextDatabase.class)))).isTrue();
        }));
    }

    @Test
    void theStoreHasADatabaseWhereNothingMakesADataSource() {
        this.runner
                .withClassLoader(new FilteredClassLoader(JdbcConnectionDetails.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RoomKitConnectionDetails.class));
    }

    @Test
    void theStoreSharesTheApplicationsDatabase() {
        this.runner.run(context -> assertThat(context)
                .hasSingleBean(JdbcConnectionDetails.class)
                .doesNotHaveBean(RoomKitConnectionDetails.class));
    }

    private static String name(ContextDatabase database) {
        return database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    private static boolean exists(String name) {
        return JdbcClient.create(TestPostgres.shared().dataSource())
                .sql("SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)")
                .param(name)
                .query(Boolean.class)
                .single();
    }
}

package live.roomkit.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.test.postgres.TestDatabase;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/** Applications that have this starter, alone or with Spring Boot's JDBC starter. */
public final class Contexts {

    private static final AutoConfigurations STARTER = AutoConfigurations.of(
            RoomKitDataSourceAutoConfiguration.class,
            RoomKitStoreAutoConfiguration.class,
            SslAutoConfiguration.class,
            TransactionAutoConfiguration.class);

    private Contexts() {}

    /** Has this starter alone, so that no Spring Boot module makes a {@code DataSource}. */
    public static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc.autoconfigure"))
                .withConfiguration(STARTER);
    }

    /** Has Spring Boot's JDBC starter too. */
    public static ApplicationContextRunner withJdbc() {
        return withoutDataSource().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));
    }

    /** Has Spring Boot's JDBC starter too, and excludes the {@code DataSource} from it. */
    static ApplicationContextRunner withoutDataSource() {
        return new ApplicationContextRunner()
                .withConfiguration(STARTER)
                .withConfiguration(AutoConfigurations.of(
                        DataSourceInitializationAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class));
    }

    /** The database as that of {@code roomkit.store.url}. */
    public static String[] asStore(TestDatabase database) {
        return withPrefix("roomkit.store.", database);
    }

    /** The database as that of the application. */
    public static String[] asApplication(TestDatabase database) {
        return withPrefix("spring.datasource.", database);
    }

    private static String[] withPrefix(String prefix, TestDatabase database) {
        return Stream.of("url=" + database.url(), "username=" + database.username(), "password=" + database.password())
                .map(property -> prefix + property)
                .toArray(String[]::new);
    }

    static HikariDataSource pool(TestDatabase database, String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(3);
        pool.setMinimumIdle(1);
        return pool;
    }

    public static RoomEvent message(String roomId, String text) {
        return RoomEvent.message(roomId, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of(text));
    }
}

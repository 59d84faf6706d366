package live.roomkit.boot.test.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationContext;

/** The connection pools of a context, by the names of their beans. */
final class Pools {

    private Pools() {}

    static Map<String, String> urls(ApplicationContext context) {
        Map<String, String> urls = new TreeMap<>();
        context.getBeansOfType(HikariDataSource.class).forEach((name, pool) -> urls.put(name, url(pool)));
        return urls;
    }

    /** The store's own pool has its URL in the driver's DataSource. */
    private static String url(HikariDataSource pool) {
        return (pool.getDataSource() instanceof org.postgresql.ds.common.BaseDataSource driver)
                ? driver.getUrl().replaceFirst("\\?.*", "")
                : pool.getJdbcUrl();
    }
}

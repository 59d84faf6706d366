package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * URL and login settings of a DataSource, as far as the store can read them. The store uses the login settings only to
 * explain why a connection failed, and never includes a username or password in a message.
 *
 * @param known whether the settings of this type of DataSource can be read
 * @param hasPassword whether a password is set and not empty
 * @param url the URL of the DataSource, or an empty text
 * @param everConnected {@code false} when the DataSource has probably never connected to the database, because it is a
 *     connection pool without open connections; {@code true} otherwise
 */
record LoginSettings(boolean known, boolean hasUsername, boolean hasPassword, String url, boolean everConnected) {

    private static final Pattern ENCRYPTED = Pattern.compile("[?&]sslmode=(?:require|verify-ca|verify-full)(?:&|$)");

    private static final LoginSettings UNKNOWN = new LoginSettings(false, false, false, "", true);

    static LoginSettings of(@Nullable DataSource dataSource) {
        if (dataSource instanceof DelegatingDataSource proxy) {
            return of(proxy.getTargetDataSource());
        }
        if (dataSource instanceof BaseDataSource driver) {
            return known(driver.getUser(), driver.getPassword(), driver.getUrl());
        }
        if (dataSource instanceof HikariDataSource pool) {
            LoginSettings settings = (pool.getDataSource() != null)
                    ? of(pool.getDataSource())
                    : known(pool.getUsername(), pool.getPassword(), pool.getJdbcUrl());
            boolean everConnected =
                    PoolStats.of(pool).map(stats -> stats.size() > 0).orElse(true);
            return new LoginSettings(
                    settings.known, settings.hasUsername, settings.hasPassword, settings.url, everConnected);
        }
        if (dataSource instanceof AbstractDriverBasedDataSource driver) {
            return known(driver.getUsername(), driver.getPassword(), driver.getUrl());
        }
        return UNKNOWN;
    }

    private static LoginSettings known(@Nullable String username, @Nullable String password, @Nullable String url) {
        String address = (url != null) ? url : "";
        return new LoginSettings(
                true,
                isGiven(username) || address.contains("user="),
                isGiven(password) || address.contains("password="),
                address,
                true);
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    boolean asksForEncryption() {
        return ENCRYPTED.matcher(this.url).find();
    }

    /** Tells whether the URL sets session parameters, which the server might reject. */
    boolean setsParameters() {
        return this.url.contains("options=");
    }
}

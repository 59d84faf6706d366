package live.roomkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Tells of a DataSource, as far as it can be known, whether it gives a username and a password, and its URL. Only for
 * telling why there is no connection; none of it is repeated.
 *
 * @param known whether the DataSource is of a kind that tells
 * @param hasUsername whether it gives a username
 * @param hasPassword whether it gives a password that is not empty
 * @param url its URL, empty where it has none
 * @param everConnected whether it holds a connection, as far as it tells
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

    /** Whether the URL asks for an encryption that must not be done without. */
    boolean asksForEncryption() {
        return ENCRYPTED.matcher(this.url).find();
    }

    /** Whether the URL sets parameters of the session, which the server may refuse. */
    boolean setsParameters() {
        return this.url.contains("options=");
    }
}

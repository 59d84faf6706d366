package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Connection details for the database of the store, for example for a container that a test has started. With a bean of
 * this type, the store has its own connection pool, unless the application declares a {@code DataSource} with the
 * qualifier {@link RoomKitDataSource}. The bean takes precedence over {@code roomkit.store.url}.
 */
public interface RoomKitConnectionDetails extends ConnectionDetails {

    /**
     * Returns the URL, as {@code jdbc:postgresql://host:port/database} or
     * {@code postgresql://user:password@host:port/database}.
     */
    String getUrl();

    /** Returns the username, or {@code null} when the URL contains it. */
    @Nullable
    String getUsername();

    /** Returns the password, or {@code null} when the URL contains it. */
    @Nullable
    String getPassword();
}

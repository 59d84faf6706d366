package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Names the database of the store, such as one in a container that was just started. A bean of this type gives the store
 * a connection pool of its own and takes the place of {@code roomkit.store.url}.
 */
public interface RoomKitConnectionDetails extends ConnectionDetails {

    /** Returns {@code jdbc:postgresql://host:port/database}, or {@code postgresql://user:password@host:port/database}. */
    String getUrl();

    /** Returns the login username, or {@code null} when the URL holds it. */
    @Nullable
    String getUsername();

    /** Returns the login password, or {@code null} when the URL holds it. */
    @Nullable
    String getPassword();
}

package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the database of the store is, when something else than {@code roomkit.store.url} knows it, such as a container
 * that was just started. Like that property, a bean of this type gives the store a connection pool of its own.
 */
public interface RoomKitConnectionDetails extends ConnectionDetails {

    /** {@code jdbc:postgresql://host:port/database}, or {@code postgresql://user:password@host:port/database}. */
    String getUrl();

    /** Who logs in, if the URL does not say. */
    @Nullable
    String getUsername();

    /** The password, if the URL does not say. */
    @Nullable
    String getPassword();
}

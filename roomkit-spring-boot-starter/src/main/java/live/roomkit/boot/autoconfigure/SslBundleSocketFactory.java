package live.roomkit.boot.autoconfigure;

import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.ssl.WrappedFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;

/**
 * Socket factory that uses an SSL bundle of Spring Boot for connections of the PostgreSQL driver. The driver creates a
 * factory for each connection. After the bundle was reloaded, new connections therefore use the new certificates.
 */
public final class SslBundleSocketFactory extends WrappedFactory {

    private static final Map<Bundle, String> keys = new ConcurrentHashMap<>();

    private static final Map<String, Bundle> bundles = new ConcurrentHashMap<>();

    /**
     * Creates the factory. The driver calls this constructor for each connection.
     *
     * @param properties the properties of the connection, including {@code sslfactoryarg}, which {@link #addTo} added
     *     to the URL
     * @throws IllegalStateException when the connection does not belong to the store's own connection pool
     */
    public SslBundleSocketFactory(Properties properties) {
        Bundle bundle = bundles.get(properties.getProperty("sslfactoryarg", ""));
        if (bundle == null) {
            throw new IllegalStateException("Only a connection pool of RoomKit can use this socket factory");
        }
        this.factory =
                bundle.bundles().getBundle(bundle.name()).createSslContext().getSocketFactory();
    }

    /**
     * Returns the URL with added parameters, so that connections use the SSL bundle with the given name. If the URL
     * contains no {@code sslmode} yet, an added parameter makes the connections verify the host name of the server.
     */
    static String addTo(String url, String name, SslBundles sslBundles) {
        requireBundle(name, sslBundles);
        Bundle bundle = new Bundle(sslBundles, name);
        String key = keys.computeIfAbsent(bundle, unknown -> UUID.randomUUID().toString());
        bundles.put(key, bundle);
        return url + (url.contains("?") ? '&' : '?') + "sslfactory=" + SslBundleSocketFactory.class.getName()
                + "&sslfactoryarg=" + key + (url.contains("sslmode=") ? "" : "&sslmode=verify-full");
    }

    private static void requireBundle(String name, SslBundles sslBundles) {
        if (!sslBundles.getBundleNames().contains(name)) {
            throw new InvalidConfigurationPropertyValueException(
                    "roomkit.store.ssl-bundle", name, "There is no SSL bundle of that name below spring.ssl.bundle.");
        }
    }

    private record Bundle(SslBundles bundles, String name) {}
}

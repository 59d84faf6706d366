package live.roomkit.store.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens a new connection each time. Its URL, which others log, leaves out what the driver does anyway. */
final class UnpooledDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    private @Nullable Integer socketTimeoutAfterLogin;

    /**
     * Has a login end when a server says nothing for as long as connecting to it may take, where there are others to log in
     * to. One that stands still is connected to, by its operating system alone. The socket timeout counts from then on.
     */
    UnpooledDataSource withSharedLogin() {
        int connectTimeout = getConnectTimeout();
        int socketTimeout = getSocketTimeout();
        if (getServerNames().length > 1 && connectTimeout > 0) {
            this.socketTimeoutAfterLogin = socketTimeout;
            setSocketTimeout((socketTimeout > 0) ? Math.min(socketTimeout, connectTimeout) : connectTimeout);
        }
        return this;
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        if (this.socketTimeoutAfterLogin != null) {
            connection.setNetworkTimeout(Runnable::run, this.socketTimeoutAfterLogin * 1_000);
        }
        return connection;
    }

    @Override
    public String getUrl() {
        String url = super.getUrl();
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String parameters = Stream.of(url.substring(query + 1).split("&"))
                .filter(parameter -> !isDefault(parameter))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? url.substring(0, query) : url.substring(0, query + 1) + parameters;
    }

    private static boolean isDefault(String parameter) {
        int equals = parameter.indexOf('=');
        PGProperty property = (equals < 0) ? null : PGProperty.forName(parameter.substring(0, equals));
        return property != null
                && URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8)
                        .equals(Objects.requireNonNullElse(property.getDefaultValue(), ""));
    }
}

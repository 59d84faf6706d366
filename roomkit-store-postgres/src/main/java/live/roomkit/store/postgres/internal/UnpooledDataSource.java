package live.roomkit.store.postgres.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * DataSource without a pool. The URL of the DataSource contains no secrets, because other software may log the URL. The
 * URL also leaves out parameters that have their default values. The DataSource creates an instance of the driver class
 * instead of using {@code DriverManager}, because {@code DriverManager} may not find the driver in a jar that was
 * merged from several jars.
 */
final class UnpooledDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    private @Nullable Integer socketTimeoutAfterLogin;

    /**
     * Limits the time for the login on each server when the URL names several servers, and returns this DataSource.
     * When a server hangs, its operating system still accepts connections, so a connect timeout alone does not detect
     * the problem. During the login, the socket timeout is therefore at most the connect timeout. After the login, the
     * configured socket timeout applies.
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
        Properties login = new Properties();
        for (PGProperty property : PGProperty.values()) {
            String value = isSecretName(property.getName()) ? getProperty(property) : null;
            if (value != null) {
                login.setProperty(property.getName(), value);
            }
        }
        setUnlessNull(login, PGProperty.USER, user);
        setUnlessNull(login, PGProperty.PASSWORD, password);
        Connection connection = Objects.requireNonNull(new Driver().connect(getUrl(), login));
        if (this.socketTimeoutAfterLogin != null) {
            connection.setNetworkTimeout(Runnable::run, this.socketTimeoutAfterLogin * 1_000);
        }
        return connection;
    }

    private static void setUnlessNull(Properties login, PGProperty property, @Nullable String value) {
        if (value != null) {
            login.setProperty(property.getName(), value);
        }
    }

    @Override
    public String getUrl() {
        String url = super.getUrl();
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String parameters = Stream.of(url.substring(query + 1).split("&"))
                .filter(parameter -> !isDefault(parameter) && !isSecret(parameter))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? url.substring(0, query) : url.substring(0, query + 1) + parameters;
    }

    private static boolean isSecret(String parameter) {
        return isSecretName(parameter.substring(0, Math.max(0, parameter.indexOf('='))));
    }

    private static boolean isDefault(String parameter) {
        int equals = parameter.indexOf('=');
        PGProperty property = (equals < 0) ? null : PGProperty.forName(parameter.substring(0, equals));
        return property != null
                && URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8)
                        .equals(Objects.requireNonNullElse(property.getDefaultValue(), ""));
    }

    /** Tells whether a parameter of the driver contains a secret and must not appear in a logged URL. */
    static boolean isSecretName(String parameter) {
        return parameter.toLowerCase(Locale.ROOT).contains("password");
    }
}

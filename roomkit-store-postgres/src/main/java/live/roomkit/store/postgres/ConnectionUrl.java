package live.roomkit.store.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is and who logs in: a JDBC URL, or one as other PostgreSQL clients take it,
 * {@code postgresql://user:password@host:port/database?parameter=value}, in which user, password and database are
 * percent-encoded where they hold special characters. User and password given apart come before those in the URL.
 */
final class ConnectionUrl {

    private static final Pattern CLIENT_URL =
            Pattern.compile("postgres(?:ql)?://(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

    private static final String JDBC_PREFIX = "jdbc:postgresql:";

    /** Parameters that the driver knows under another name. */
    private static final Map<String, String> RENAMED = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "keepalives", "tcpKeepAlive",
            "target_session_attrs", "targetServerType");

    /** Values of {@code target_session_attrs} that the driver knows under another name. */
    private static final Map<String, String> SERVER_TYPES = Map.of(
            "read-write", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private final String jdbcUrl;

    private final @Nullable String username;

    private final @Nullable String password;

    private ConnectionUrl(String jdbcUrl, @Nullable String username, @Nullable String password) {
        this.jdbcUrl = jdbcUrl;
        this.username = username;
        this.password = password;
    }

    static ConnectionUrl parse(String url, @Nullable String username, @Nullable String password) {
        Checks.notBlank("url", url);
        if (url.startsWith(JDBC_PREFIX)) {
            return new ConnectionUrl(url, username, password);
        }
        Matcher matcher = CLIENT_URL.matcher(url);
        Checks.check(
                matcher.matches(),
                "url must be jdbc:postgresql://host:port/database or postgresql://user:password@host:port/database,"
                        + " with special characters in user and password percent-encoded");
        return new ConnectionUrl(
                jdbcUrl(matcher),
                (username != null) ? username : decoded(matcher.group(1)),
                (password != null) ? password : decoded(matcher.group(2)));
    }

    /** A DataSource that opens a new connection each time, and gives up after the timeout. */
    PGSimpleDataSource dataSource(Duration connectTimeout) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try {
            dataSource.setUrl(this.jdbcUrl);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url is not a URL that the PostgreSQL driver understands");
        }
        if (this.username != null) {
            dataSource.setUser(this.username);
        }
        if (this.password != null) {
            dataSource.setPassword(this.password);
        }
        int seconds = (int) Math.max(1, connectTimeout.toSeconds());
        if (!this.jdbcUrl.contains(PGProperty.CONNECT_TIMEOUT.getName() + "=")) {
            dataSource.setConnectTimeout(seconds);
        }
        if (!this.jdbcUrl.contains(PGProperty.LOGIN_TIMEOUT.getName() + "=")) {
            dataSource.setLoginTimeout(seconds);
        }
        if (!this.jdbcUrl.contains(PGProperty.APPLICATION_NAME.getName() + "=")) {
            dataSource.setApplicationName("roomkit");
        }
        dataSource.setTcpKeepAlive(true);
        return dataSource;
    }

    private static String jdbcUrl(Matcher matcher) {
        String hosts = matcher.group(3).isEmpty() ? "localhost" : matcher.group(3);
        String database = (matcher.group(4) != null) ? matcher.group(4) : "";
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(hosts)
                .append('/')
                .append(database);
        char separator = '?';
        for (String parameter : (matcher.group(5) != null) ? matcher.group(5).split("&") : new String[0]) {
            url.append(separator).append(translated(parameter));
            separator = '&';
        }
        return url.toString();
    }

    private static String translated(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            return parameter;
        }
        String name = parameter.substring(0, equals);
        String value = parameter.substring(equals + 1);
        if (name.equals("target_session_attrs")) {
            value = SERVER_TYPES.getOrDefault(value, value);
        }
        return RENAMED.getOrDefault(name, name) + '=' + value;
    }

    /** Percent-encoding only: a plus sign stands for itself. */
    private static @Nullable String decoded(@Nullable String text) {
        return (text != null) ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : null;
    }

    /** Says nothing: a URL may hold a password. */
    @Override
    public String toString() {
        return "ConnectionUrl";
    }
}

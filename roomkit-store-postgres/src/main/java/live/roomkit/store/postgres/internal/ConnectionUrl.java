package live.roomkit.store.postgres.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * URL of a database with its username and password. The URL can be a JDBC URL or a libpq URL such as
 * {@code postgresql://user:password@host:port/database?parameter=value}. In a libpq URL, special characters in user,
 * password and database must be percent-encoded. A username or password that is passed to {@link #parse} takes
 * precedence over the username or password in the URL.
 *
 * <p>This class removes secrets from the URL before it passes the URL to the driver, because the driver logs each
 * parameter that it does not know, with its value.
 */
public final class ConnectionUrl {

    private static final Pattern CLIENT_URL =
            Pattern.compile("postgres(?:ql)?://(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)(?:/([^?@/]*))?(?:\\?(.*))?");

    private static final String JDBC_PREFIX = "jdbc:postgresql:";

    private static final int DEFAULT_PORT = 5432;

    private static final Pattern JDBC_URL_WITH_LOGIN = Pattern.compile("jdbc:postgresql://[^?]*@.*");

    /** Maps the names of libpq parameters to the names that the JDBC driver uses for the same parameters. */
    private static final Map<String, String> RENAMED = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode",
            "keepalives", "tcpKeepAlive",
            "load_balance_hosts", "loadBalanceHosts",
            "sslnegotiation", "sslNegotiation",
            "target_session_attrs", "targetServerType");

    /**
     * Maps the values of libpq parameters to the values with the same meaning in the JDBC driver. The outer keys are
     * the names of the libpq parameters.
     */
    private static final Map<String, Map<String, String>> RENAMED_VALUES = Map.of(
            "keepalives",
            Map.of("0", "false", "1", "true"),
            "load_balance_hosts",
            Map.of("disable", "false", "random", "true"),
            "target_session_attrs",
            Map.of(
                    "read-write", "primary",
                    "read-only", "secondary",
                    "standby", "secondary",
                    "prefer-standby", "preferSecondary"));

    /**
     * Parameters of the driver that have a fixed set of values. This class checks the values, because the driver would
     * check them only when it connects, and would report an invalid value as a failed connection.
     */
    private static final List<PGProperty> CHOICES =
            List.of(PGProperty.SSL_MODE, PGProperty.GSS_ENC_MODE, PGProperty.CHANNEL_BINDING);

    private static final List<PGProperty> NUMBERS = List.of(
            PGProperty.CONNECT_TIMEOUT,
            PGProperty.LOGIN_TIMEOUT,
            PGProperty.SOCKET_TIMEOUT,
            PGProperty.SSL_RESPONSE_TIMEOUT,
            PGProperty.CANCEL_SIGNAL_TIMEOUT,
            PGProperty.PREPARE_THRESHOLD);

    private static final Pattern OTHER_PRODUCT = Pattern.compile("(?:jdbc:)?("
            + "mysql|mariadb|h2|hsqldb|derby|sqlite|oracle|sqlserver|db2|mongodb|redis)(?:\\+[a-z]+)?:.*");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");

    private static final Set<String> PRIMARY = Set.of("primary", "master");

    /**
     * Number of seconds by which the socket timeout exceeds the statement timeout, so that a server has time to report
     * that it has cancelled a statement.
     */
    private static final int CANCELLATION_SECONDS = 5;

    /** Longest timeout, in seconds. The driver needs the number of milliseconds as an {@code int}. */
    private static final int LONGEST_SECONDS = Integer.MAX_VALUE / 1_000;

    /** Timeout, in seconds, of the driver's request to cancel a statement. */
    private static final int CANCEL_SIGNAL_SECONDS = 2;

    /** JDBC URL without the parameters that contain secrets. */
    private final String jdbcUrl;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    private final @Nullable String username;

    private final @Nullable String password;

    private ConnectionUrl(String jdbcUrl, @Nullable String username, @Nullable String password) {
        this.jdbcUrl = withoutSecrets(jdbcUrl);
        this.username = username;
        this.password = password;
    }

    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException when the URL is not a valid URL of a PostgreSQL database; the message contains
     *     no part of the URL except the name of another database product, such as {@code mysql}
     */
    public static ConnectionUrl parse(String url, @Nullable String username, @Nullable String password) {
        Checks.notBlank("url", url);
        String product = otherProduct(url);
        Checks.check(
                product == null,
                "url names a database of " + product
                        + ", and this store works on PostgreSQL: give a URL that begins with"
                        + " jdbc:postgresql://, or keep conversations in memory by new InMemoryStore()");
        if (url.startsWith(JDBC_PREFIX)) {
            Checks.check(
                    !JDBC_URL_WITH_LOGIN.matcher(url).matches(),
                    "url must not hold user and password in its form jdbc:postgresql://host:port/database: give them"
                            + " apart, or use the form postgresql://user:password@host:port/database");
            return new ConnectionUrl(url, username, password);
        }
        Matcher matcher = CLIENT_URL.matcher(url);
        Checks.check(
                matcher.matches() && !mayHoldACutPassword(matcher),
                "url must be jdbc:postgresql://host:port/database or postgresql://user:password@host:port/database,"
                        + " with special characters in user and password percent-encoded");
        return new ConnectionUrl(
                jdbcUrl(matcher),
                (username != null) ? username : decodedUser(matcher.group(1)),
                (password != null) ? password : decoded(matcher.group(2)));
    }

    /** Returns the value of the variable {@code ROOMKIT_STORE_URL} or, if that is not set, of {@code DATABASE_URL}. */
    public static String of(Map<String, String> environment) {
        return Stream.of("ROOMKIT_STORE_URL", "DATABASE_URL")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Neither ROOMKIT_STORE_URL nor DATABASE_URL is set: set one"
                                + " to postgresql://user:password@host/database"));
    }

    /**
     * Returns the name of the database product in a URL, such as {@code mysql}. Returns {@code null} for PostgreSQL and
     * for an unknown product.
     */
    public static @Nullable String otherProduct(String url) {
        Matcher matcher = OTHER_PRODUCT.matcher(url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /**
     * Returns the hosts and the database of a URL, without secrets. Returns {@code null} when the URL is not a
     * PostgreSQL URL.
     */
    public static @Nullable Address addressOf(String url) {
        try {
            return parse(url, null, null).address();
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    public Address address() {
        UnpooledDataSource dataSource = configured(Duration.ZERO);
        StringBuilder server = new StringBuilder();
        for (int i = 0; i < dataSource.getServerNames().length; i++) {
            int port = dataSource.getPortNumbers()[i];
            server.append((i > 0) ? "," : "").append(dataSource.getServerNames()[i]);
            server.append((port == DEFAULT_PORT) ? "" : ":" + port);
        }
        String database = (dataSource.getDatabaseName() != null) ? dataSource.getDatabaseName() : "";
        return new Address(server.toString(), database);
    }

    /**
     * Tells whether the password in a URL may contain a question mark that is not percent-encoded. In such a URL, the
     * pattern {@link #CLIENT_URL} treats the part of the password before the question mark as a part of the host.
     */
    private static boolean mayHoldACutPassword(Matcher matcher) {
        String parameters = matcher.group(5);
        return matcher.group(4) == null && parameters != null && parameters.contains("@");
    }

    private String withoutSecrets(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        List<String> rest = new ArrayList<>();
        for (String parameter : url.substring(query + 1).split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && UnpooledDataSource.isSecretName(parameter.substring(0, equals))) {
                this.secrets.put(parameter.substring(0, equals), decodedParameter(parameter.substring(equals + 1)));
            } else {
                rest.add(parameter);
            }
        }
        return url.substring(0, query) + (rest.isEmpty() ? "" : "?" + String.join("&", rest));
    }

    /**
     * Returns a DataSource for a connection pool. Unless the URL sets a socket timeout, the socket timeout is a little
     * longer than the given statement timeout. The driver therefore closes a connection when the server no longer
     * responds. A statement timeout of zero means no limit; this method then sets no socket timeout.
     */
    public PGSimpleDataSource dataSource(Duration connectTimeout, Duration statementTimeout) {
        UnpooledDataSource dataSource = configured(connectTimeout);
        if (!statementTimeout.isZero() && isOpen(PGProperty.SOCKET_TIMEOUT)) {
            dataSource.setSocketTimeout(
                    (int) Math.min(LONGEST_SECONDS, statementTimeout.toSeconds() + CANCELLATION_SECONDS));
        }
        if (isOpen(PGProperty.CANCEL_SIGNAL_TIMEOUT)) {
            dataSource.setCancelSignalTimeout(CANCEL_SIGNAL_SECONDS);
        }
        return dataSource.withSharedLogin();
    }

    /**
     * Tells whether the URL names several servers without requiring the primary, so that a connection may lead to a
     * standby.
     */
    public boolean mayReachStandby() {
        PGSimpleDataSource dataSource = dataSource(Duration.ZERO);
        return dataSource.getServerNames().length > 1
                && !PRIMARY.contains(String.valueOf(dataSource.getTargetServerType()));
    }

    /**
     * Returns a DataSource without a pool. The timeout limits the total time of the attempts to connect, even when the
     * URL names several servers.
     */
    public PGSimpleDataSource dataSource(Duration connectTimeout) {
        return configured(connectTimeout).withSharedLogin();
    }

    private UnpooledDataSource configured(Duration connectTimeout) {
        UnpooledDataSource dataSource = new UnpooledDataSource();
        try {
            dataSource.setUrl(this.jdbcUrl);
            this.secrets.forEach((name, value) -> setSecret(dataSource, name, value));
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url is not a URL that the PostgreSQL driver understands");
        }
        NUMBERS.forEach(property -> requireNumber(property, dataSource.getProperty(property)));
        CHOICES.forEach(property -> requireChoice(property, dataSource.getProperty(property)));
        if (this.username != null) {
            dataSource.setUser(this.username);
        }
        if (this.password != null) {
            dataSource.setPassword(this.password);
        }
        int seconds = (int) Math.max(1, Math.min(LONGEST_SECONDS, connectTimeout.toSeconds()));
        if (isOpen(PGProperty.CONNECT_TIMEOUT)) {
            dataSource.setConnectTimeout(Math.max(1, seconds / dataSource.getServerNames().length));
        }
        if (isOpen(PGProperty.SSL_RESPONSE_TIMEOUT) && dataSource.getConnectTimeout() > 0) {
            dataSource.setSslResponseTimeout(
                    Math.min(dataSource.getSslResponseTimeout(), dataSource.getConnectTimeout() * 1_000));
        }
        if (isOpen(PGProperty.LOGIN_TIMEOUT)) {
            dataSource.setLoginTimeout(seconds);
        }
        if (isOpen(PGProperty.APPLICATION_NAME)) {
            dataSource.setApplicationName("roomkit");
        }
        if (isOpen(PGProperty.TCP_KEEP_ALIVE)) {
            dataSource.setTcpKeepAlive(true);
        }
        return dataSource;
    }

    private static void setSecret(UnpooledDataSource dataSource, String name, String value) {
        PGProperty property = PGProperty.forName(name);
        if (property != null) {
            dataSource.setProperty(property, value);
        }
    }

    private static void requireNumber(PGProperty property, @Nullable String value) {
        Checks.check(
                value == null || NUMBER.matcher(value).matches(),
                "url has a value of " + property.getName() + " that is not a whole number");
    }

    private static void requireChoice(PGProperty property, @Nullable String value) {
        String[] choices = property.getChoices();
        Checks.check(
                value == null || choices == null || Arrays.stream(choices).anyMatch(value::equalsIgnoreCase),
                "url has a value of " + property.getName() + " that the PostgreSQL driver does not know; it knows "
                        + Arrays.toString(choices));
    }

    /** Tells whether the URL leaves a property of the driver unset. */
    private boolean isOpen(PGProperty property) {
        return !this.jdbcUrl.contains('?' + property.getName() + '=')
                && !this.jdbcUrl.contains('&' + property.getName() + '=');
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
        return url.toString().replace("+", "%2B");
    }

    private static String translated(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) {
            return parameter;
        }
        String name = parameter.substring(0, equals);
        String value = parameter.substring(equals + 1);
        return RENAMED.getOrDefault(name, name)
                + '='
                + RENAMED_VALUES.getOrDefault(name, Map.of()).getOrDefault(value, value);
    }

    /**
     * Decodes the user of a libpq URL. Returns {@code null} for an empty user, so that the driver uses the name of the
     * operating system user, as libpq does.
     */
    private static @Nullable String decodedUser(@Nullable String text) {
        return (text != null && !text.isEmpty()) ? decoded(text) : null;
    }

    /** Decodes percent-encoding. Leaves a plus sign as it is, and does not decode it as a space. */
    private static @Nullable String decoded(@Nullable String text) {
        try {
            return (text != null) ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : null;
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url must hold user and password percent-encoded: % is %25");
        }
    }

    /** Decodes a parameter as the driver does: decodes percent-encoding, and turns each plus sign into a space. */
    private static String decodedParameter(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url must hold the values of parameters percent-encoded: % is %25");
        }
    }

    /** Returns a text without the URL, because the URL may contain a password. */
    @Override
    public String toString() {
        return "ConnectionUrl";
    }

    /**
     * Readable address of a database, without user, password and parameters.
     *
     * @param server the hosts, separated by commas, each with its port unless the port is the default port 5432
     * @param database the name of the database, or empty for the default database, which has the name of the user
     */
    public record Address(String server, String database) {

        @Override
        public String toString() {
            return this.database.isEmpty() ? this.server : this.server + "/" + this.database;
        }
    }
}

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
 * Reads where the database is and who logs in, from a JDBC URL or from the form of other PostgreSQL clients:
 * {@code postgresql://user:password@host:port/database?parameter=value}. Special characters in user, password and
 * database are percent-encoded there. A separate username and password replace those in the URL.
 *
 * <p>Only this class reads such URLs. The driver never receives a URL that holds a secret, since it logs parameters
 * that it does not know.
 */
public final class ConnectionUrl {

    private static final Pattern CLIENT_URL =
            Pattern.compile("postgres(?:ql)?://(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)(?:/([^?@/]*))?(?:\\?(.*))?");

    private static final String JDBC_PREFIX = "jdbc:postgresql:";

    private static final int DEFAULT_PORT = 5432;

    private static final Pattern JDBC_URL_WITH_LOGIN = Pattern.compile("jdbc:postgresql://[^?]*@.*");

    /** Parameters of other clients, with the driver's names for them. */
    private static final Map<String, String> RENAMED = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode",
            "keepalives", "tcpKeepAlive",
            "load_balance_hosts", "loadBalanceHosts",
            "sslnegotiation", "sslNegotiation",
            "target_session_attrs", "targetServerType");

    /** Values of other clients' parameters, with the driver's values for them. */
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
     * Parameters with a fixed set of values. The driver would check them only on connecting, and report a failed
     * connection.
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

    /** Longest time, in seconds, in which a server answers that it has cancelled a statement. */
    private static final int CANCELLATION_SECONDS = 5;

    /**
     * Time, in seconds, for which the driver tries to request a cancellation. It goes on waiting for the statement's
     * answer meanwhile.
     */
    private static final int CANCEL_SIGNAL_SECONDS = 2;

    /** The URL without the parameters that hold secrets. */
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
     * Reads a URL.
     *
     * @throws IllegalArgumentException when the URL does not name a PostgreSQL database. The message repeats no part of
     *     the URL but the name of another product.
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

    /** Returns the URL in {@code ROOMKIT_STORE_URL}, or else in {@code DATABASE_URL}. */
    public static String of(Map<String, String> environment) {
        return Stream.of("ROOMKIT_STORE_URL", "DATABASE_URL")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Neither ROOMKIT_STORE_URL nor DATABASE_URL is set: set one"
                                + " to postgresql://user:password@host/database"));
    }

    /** Returns the product that a URL names when it is known not to be PostgreSQL, or else {@code null}. */
    public static @Nullable String otherProduct(String url) {
        Matcher matcher = OTHER_PRODUCT.matcher(url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /**
     * Returns hosts and database of any URL, without secrets, or {@code null} when the URL is not one of PostgreSQL.
     */
    public static @Nullable Address addressOf(String url) {
        try {
            return parse(url, null, null).address();
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    /** Returns hosts and database in a form for people to read. */
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

    /** Checks for an unencoded question mark in a password, which makes the preceding text look like hosts. */
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
     * Does what {@link #dataSource(Duration)} does, for a pool. A connection is given up when its server stays silent
     * for longer than a statement may take. A timeout of zero sets no limit.
     */
    public PGSimpleDataSource dataSource(Duration connectTimeout, Duration statementTimeout) {
        UnpooledDataSource dataSource = configured(connectTimeout);
        if (!statementTimeout.isZero() && isOpen(PGProperty.SOCKET_TIMEOUT)) {
            dataSource.setSocketTimeout((int) statementTimeout.toSeconds() + CANCELLATION_SECONDS);
        }
        if (isOpen(PGProperty.CANCEL_SIGNAL_TIMEOUT)) {
            dataSource.setCancelSignalTimeout(CANCEL_SIGNAL_SECONDS);
        }
        return dataSource.withSharedLogin();
    }

    /** Tells whether the URL names several servers and accepts one that refuses writes. */
    public boolean mayReachStandby() {
        PGSimpleDataSource dataSource = dataSource(Duration.ZERO);
        return dataSource.getServerNames().length > 1
                && !PRIMARY.contains(String.valueOf(dataSource.getTargetServerType()));
    }

    /**
     * Returns a DataSource that opens a new connection each time. It gives up after the timeout, which several servers
     * share.
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
        int seconds = (int) Math.max(1, connectTimeout.toSeconds());
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
     * Returns {@code null} for an empty user: the driver then takes the user of the operating system, as other clients
     * do.
     */
    private static @Nullable String decodedUser(@Nullable String text) {
        return (text != null && !text.isEmpty()) ? decoded(text) : null;
    }

    /** Decodes percent-encoding only. A plus sign stands for itself. */
    private static @Nullable String decoded(@Nullable String text) {
        try {
            return (text != null) ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : null;
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url must hold user and password percent-encoded: % is %25");
        }
    }

    /** Decodes a parameter as the driver does, which reads a plus sign as a space. */
    private static String decodedParameter(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("url must hold the values of parameters percent-encoded: % is %25");
        }
    }

    /** Returns a text without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "ConnectionUrl";
    }

    /**
     * Names a database for people to read, without user, password and parameters.
     *
     * @param server the hosts, with ports other than the default
     * @param database the name of the database, empty for the user's own
     */
    public record Address(String server, String database) {

        @Override
        public String toString() {
            return this.database.isEmpty() ? this.server : this.server + "/" + this.database;
        }
    }
}

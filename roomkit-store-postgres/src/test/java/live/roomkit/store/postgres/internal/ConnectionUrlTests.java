package live.roomkit.store.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import live.roomkit.store.postgres.PostgresStore;
import live.roomkit.store.postgres.PostgresStoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

class ConnectionUrlTests {

    @Test
    void aJdbcUrlIsTheDriversOwn() {
        PGSimpleDataSource dataSource =
                parse("jdbc:postgresql://db.test:5433/chat?user=anna&password=a%40b&sslmode=require");

        assertThat(dataSource.getServerNames()).containsExactly("db.test");
        assertThat(dataSource.getPortNumbers()).containsExactly(5433);
        assertThat(dataSource.getDatabaseName()).isEqualTo("chat");
        assertThat(dataSource.getUser()).isEqualTo("anna");
        assertThat(dataSource.getPassword()).isEqualTo("a@b");
        assertThat(dataSource.getSslMode()).isEqualTo("require");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "postgres"})
    void aUrlAsOtherClientsTakeItIsUnderstood(String scheme) {
        PGSimpleDataSource dataSource = parse(scheme + "://anna:secret@db.test:5433/chat?sslmode=require");

        assertThat(dataSource.getServerNames()).containsExactly("db.test");
        assertThat(dataSource.getPortNumbers()).containsExactly(5433);
        assertThat(dataSource.getDatabaseName()).isEqualTo("chat");
        assertThat(dataSource.getUser()).isEqualTo("anna");
        assertThat(dataSource.getPassword()).isEqualTo("secret");
        assertThat(dataSource.getSslMode()).isEqualTo("require");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", ":", "/", "?", "%", "+", " ", "#", "&", "=", "ü", "日本", "%40"})
    void userPasswordAndDatabaseMayHoldAnyCharacter(String character) {
        String text = "a" + character + "b";
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");

        PGSimpleDataSource dataSource = parse("postgresql://" + encoded + ':' + encoded + "@db.test/" + encoded);

        assertThat(dataSource.getUser()).isEqualTo(text);
        assertThat(dataSource.getPassword()).isEqualTo(text);
        assertThat(dataSource.getDatabaseName()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"'', 10, 15", "'', 0, 0", "?socketTimeout=7, 10, 7", "?socketTimeout=0, 10, 0", "'', 8640000, 2147483"})
    void aConnectionOfThePoolOutlivesTheStatementTimeoutByLittle(String parameters, int statement, int socket) {
        ConnectionUrl url = ConnectionUrl.parse("jdbc:postgresql://db.test/chat" + parameters, null, null);

        PGSimpleDataSource pooled = url.dataSource(Duration.ofSeconds(5), Duration.ofSeconds(statement));

        assertThat(pooled.getSocketTimeout()).isEqualTo(socket);
        assertThat(pooled.getCancelSignalTimeout()).isEqualTo(2);
    }

    @Test
    void aTimeToConnectFitsIntoTheMillisecondsOfTheDriver() {
        ConnectionUrl url = ConnectionUrl.parse("jdbc:postgresql://db.test/chat", null, null);

        assertThat(url.dataSource(Duration.ofDays(100)).getConnectTimeout()).isEqualTo(Integer.MAX_VALUE / 1_000);
    }

    @Test
    void theConnectionOfAMigrationMayBeSilentForEver() {
        assertThat(parse("jdbc:postgresql://db.test/chat").getSocketTimeout()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "one.test, '', 5000",
        "'one.test,two.test', '', 2000",
        "'one.test,two.test', ?connectTimeout=1, 1000",
        "'one.test,two.test', ?connectTimeout=60, 5000",
        "'one.test,two.test', ?connectTimeout=0, 5000",
        "'one.test,two.test', ?sslResponseTimeout=700, 700"
    })
    void severalServersShareTheTimeForTheFirstAnswerToo(String hosts, String parameters, int milliseconds) {
        assertThat(parse("jdbc:postgresql://" + hosts + "/chat" + parameters).getSslResponseTimeout())
                .isEqualTo(milliseconds);
    }

    @Test
    void severalServersShareTheTimeToConnect() {
        assertThat(parse("jdbc:postgresql://db.test/chat").getConnectTimeout()).isEqualTo(5);
        assertThat(parse("jdbc:postgresql://one.test,two.test/chat").getConnectTimeout())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'one.test,two.test', '', true",
        "'one.test,two.test', ?targetServerType=any, true",
        "'one.test,two.test', ?targetServerType=preferSecondary, true",
        "'one.test,two.test', ?targetServerType=primary, false",
        "'one.test,two.test', ?targetServerType=master, false",
        "one.test, '', false"
    })
    void severalServersOfWhichAnyWouldDoAreWarnedOf(String hosts, String parameters, boolean warned) {
        Logger logger = (Logger) LoggerFactory.getLogger(PostgresStoreBuilder.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            PostgresStore.builder()
                    .url("jdbc:postgresql://" + hosts + "/chat" + parameters)
                    .password("secret")
                    .minPoolSize(0)
                    .openPool()
                    .close();
        } finally {
            logger.detachAppender(appender);
        }

        assertThat(appender.list)
                .hasSize(warned ? 1 : 0)
                .allSatisfy(event -> assertThat(event.getFormattedMessage())
                        .contains("targetServerType=primary")
                        .doesNotContain("one.test", "secret"));
    }

    @Test
    void aPlusSignStandsForItself() {
        PGSimpleDataSource dataSource = parse("postgresql://a+b:c+d@db.test/e+f?application_name=g+h");

        assertThat(dataSource.getUser()).isEqualTo("a+b");
        assertThat(dataSource.getPassword()).isEqualTo("c+d");
        assertThat(dataSource.getDatabaseName()).isEqualTo("e+f");
        assertThat(dataSource.getApplicationName()).isEqualTo("g+h");
    }

    @ParameterizedTest
    @CsvSource({
        "application_name=chat%20room, ApplicationName, chat room",
        "ApplicationName=chat, ApplicationName, chat",
        "sslmode=verify-full, sslmode, verify-full",
        "sslrootcert=root.crt, sslrootcert, root.crt",
        "options=-c%20search_path%3Dchat, options, -c search_path=chat",
        "connect_timeout=7, connectTimeout, 7",
        "channel_binding=require, channelBinding, require",
        "gssencmode=disable, gssEncMode, disable",
        "keepalives=0, tcpKeepAlive, false",
        "keepalives=1, tcpKeepAlive, true",
        "load_balance_hosts=random, loadBalanceHosts, true",
        "target_session_attrs=read-write, targetServerType, primary",
        "target_session_attrs=read-only, targetServerType, secondary",
        "target_session_attrs=prefer-standby, targetServerType, preferSecondary",
        "target_session_attrs=any, targetServerType, any",
        "prepareThreshold=0, prepareThreshold, 0",
    })
    void parametersAreTheDriversOwnAndTheUsualOnesOfOtherClients(String parameter, String property, String value)
            throws SQLException {
        assertThat(parse("postgresql://db.test/chat?" + parameter).getProperty(property))
                .isEqualTo(value);
        assertThat(parse("postgresql://db.test/chat?keepalives_idle=1&" + parameter)
                        .getProperty(property))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql", "postgresql"})
    void severalHostsAreTriedInTheirOrder(String scheme) {
        PGSimpleDataSource dataSource = parse(scheme + "://one.test:5433,two.test,[::1]:5434/chat");

        assertThat(dataSource.getServerNames()).containsExactly("one.test", "two.test", "[::1]");
        assertThat(dataSource.getPortNumbers()).containsExactly(5433, 5432, 5434);
    }

    @Test
    void hostPortAndUserMayBeLeftOut() {
        PGSimpleDataSource dataSource = parse("postgresql:///chat");

        assertThat(dataSource.getServerNames()).containsExactly("localhost");
        assertThat(dataSource.getPortNumbers()).containsExactly(5432);
        assertThat(dataSource.getUser()).isNull();
        assertThat(parse("postgresql://:secret@db.test/chat").getUser()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.test/chat",
                "jdbc:postgresql://db.test/chat?user=bob&password=other",
                "postgresql://db.test/chat",
                "postgresql://bob@db.test/chat",
                "postgresql://bob:other@db.test/chat",
            })
    void userAndPasswordGivenApartComeFirst(String url) {
        PGSimpleDataSource dataSource =
                ConnectionUrl.parse(url, "anna", "p@ss%").dataSource(Duration.ofSeconds(5));

        assertThat(dataSource.getUser()).isEqualTo("anna");
        assertThat(dataSource.getPassword()).isEqualTo("p@ss%");
    }

    @Test
    void onlyThePasswordMayBeGivenApart() {
        PGSimpleDataSource dataSource = ConnectionUrl.parse("postgresql://anna@db.test/chat", null, "secret")
                .dataSource(Duration.ofSeconds(5));

        assertThat(dataSource.getUser()).isEqualTo("anna");
        assertThat(dataSource.getPassword()).isEqualTo("secret");
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S, 1", "PT5S, 5"})
    void connectingIsBoundedAndNamed(Duration acquireTimeout, int seconds) throws SQLException {
        PGSimpleDataSource dataSource =
                ConnectionUrl.parse("postgresql://db.test/chat", null, null).dataSource(acquireTimeout);

        assertThat(dataSource.getConnectTimeout()).isEqualTo(seconds);
        assertThat(dataSource.getLoginTimeout()).isEqualTo(seconds);
        assertThat(dataSource.getProperty(PGProperty.TCP_KEEP_ALIVE)).isEqualTo("true");
        assertThat(dataSource.getApplicationName()).isEqualTo("roomkit");
    }

    @Test
    void whatTheUrlSaysComesBeforeTheDefaults() throws SQLException {
        PGSimpleDataSource dataSource = parse(
                "jdbc:postgresql://db.test/chat?ApplicationName=chat&connectTimeout=7&loginTimeout=8&tcpKeepAlive=false");

        assertThat(dataSource.getApplicationName()).isEqualTo("chat");
        assertThat(dataSource.getConnectTimeout()).isEqualTo(7);
        assertThat(dataSource.getLoginTimeout()).isEqualTo(8);
        assertThat(dataSource.getProperty(PGProperty.TCP_KEEP_ALIVE)).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "mysql://anna:s3cret@db.test/chat",
                "jdbc:mysql://db.test/chat?password=s3cret",
                "postgresql:s3cret",
                "postgresql://anna:s3cret@word@db.test/chat",
                "postgresql://anna:s3cret/word@db.test/chat",
                "postgresql://anna:s3cret%zz@db.test/chat",
                "postgresql://anna%s3cret@db.test/chat",
                "postgresql://anna:s3cret@db.test:port/chat",
                "postgresql://anna:s3cret@db.test/%zz",
                "postgresql://anna:s3cret@db.test/chat?application_name=%zz",
                "jdbc:postgresql://anna:s3cret@db.test/chat",
                "jdbc:postgresql://db.test:s3cret/chat",
                "jdbc:postgresql://db.test/chat?password=s3cret%zz",
            })
    void whatIsNoUrlIsRefusedWithoutRepeatingIt(String url) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PostgresStore.open(url))
                .withMessageStartingWith("url ")
                .withMessageNotContainingAny("s3cret", "db.test", "zz")
                .withNoCause();
    }

    @Test
    void saysNothingOfItselfInALog() {
        assertThat(ConnectionUrl.parse("postgresql://anna:s3cret@db.test/chat", null, null))
                .asString()
                .doesNotContain("s3cret", "anna", "db.test");
    }

    private static PGSimpleDataSource parse(String url) {
        return ConnectionUrl.parse(url, null, null).dataSource(Duration.ofSeconds(5));
    }
}

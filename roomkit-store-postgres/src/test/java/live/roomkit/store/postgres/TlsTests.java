package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests a server named localhost, with and without encryption, and the URL's settings of trust. */
class TlsTests {

    private static final String SESSIONS = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            + " WHERE ssl = ? AND application_name = 'roomkit' AND datname = ?";

    @TempDir
    private static Path directory;

    @AutoClose
    private static final TestPostgres server = TestPostgres.startEmbedded(TestPostgres.Durability.FAST);

    private static final FreshDatabase database = new FreshDatabase(server);

    private static final JdbcTemplate jdbc = database.jdbc();

    private static Path trusted;

    private static Path stranger;

    @BeforeAll
    static void startEncryptingServer() throws Exception {
        Certificate certificate = Certificate.create(directory, "localhost");
        trusted = certificate.file();
        stranger = Certificate.create(directory, "localhost").file();
        writeOnServer("server.key", certificate.key());
        writeOnServer("server.crt", certificate.certificate());
        writeOnServer("pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256");
        jdbc.execute("ALTER SYSTEM SET ssl = on");
        jdbc.queryForList("SELECT pg_reload_conf()");
        Eventually.isTrue(() -> "on".equals(jdbc.queryForObject("SHOW ssl", String.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql", "postgresql"})
    void aTrustedServerIsSpokenToEncrypted(String scheme) {
        String url = url("localhost", "verify-full", trusted).replace("jdbc:postgresql", scheme);
        try (PostgresStore store = builder(url)
                .migrationUrl(url, database.username(), database.password())
                .open()) {
            BasicFlow.worksOn(store);

            assertThat(sessions(true)).isPositive();
            assertThat(sessions(false)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void aServerWithAnotherCertificateIsRefused(String mode) {
        assertCertificateRefused(url("localhost", mode, stranger));
    }

    @Test
    void aServerByAnotherNameIsRefused() {
        StoreException failure = failureOf(url("127.0.0.1", "verify-full", trusted));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        builder(url("127.0.0.1", "verify-ca", trusted)).open().close();
    }

    @Test
    void aCertificateThatIsMissingIsNotDoneWithout() {
        assertCertificateRefused(url("localhost", "verify-full", directory.resolve("missing.crt")));
    }

    @Test
    void theServerRefusesPlainText() {
        StoreException failure = failureOf(database.url() + "?sslmode=disable");

        assertThat(failure.getSqlState()).isEqualTo("28000");
    }

    @Test
    void aServerWithoutEncryptionIsRefused() {
        try (TestDatabase plain = TestPostgres.shared().createDatabase()) {
            StoreException failure = failureOf(plain.url() + "?sslmode=require");

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        }
    }

    private static void assertCertificateRefused(String url) {
        StoreException failure = failureOf(url);

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure.getMessage()).contains("certificate", "sslmode", "sslrootcert");
    }

    private static StoreException failureOf(String url) {
        StoreException failure =
                catchThrowableOfType(StoreException.class, () -> builder(url).open());
        assertThat(ExceptionWords.of(failure))
                .doesNotContain(database.password(), database.name(), directory.toString(), "127.0.0.1", "://");
        return failure;
    }

    private static PostgresStoreBuilder builder(String url) {
        return database.builder().url(url).acquireTimeout(Duration.ofSeconds(10));
    }

    private static String url(String host, String mode, Path certificate) {
        return database.url().replace("127.0.0.1", host) + "?sslmode=" + mode + "&sslrootcert=" + certificate;
    }

    private static int sessions(boolean encrypted) {
        return jdbc.queryForObject(SESSIONS, Integer.class, encrypted, database.name());
    }

    /** The server insists that its key belongs to itself and is readable to nobody else. */
    private static void writeOnServer(String file, String content) {
        jdbc.execute("COPY (SELECT unnest(string_to_array('" + content.strip()
                + "', E'\\n'))) TO PROGRAM 'umask 077; cat > " + file + "'");
    }
}

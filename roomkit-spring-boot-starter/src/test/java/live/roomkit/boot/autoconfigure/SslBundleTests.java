package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** A server with a certificate of its own, and pools that trust it or not. */
class SslBundleTests {

    private static final String SESSIONS = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            + " WHERE application_name = 'roomkit' AND datname = ?";

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    @AutoClose
    private static final TestPostgres server = TestPostgres.startEmbedded(TestPostgres.Durability.FAST);

    private static final TestDatabase database = server.createDatabase();

    private static final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @BeforeAll
    static void startEncryptingServer() throws Exception {
        KeyStore.PrivateKeyEntry key = createKey("server");
        createKey("stranger");
        writeOnServer("server.key", pem("PRIVATE KEY", key.getPrivateKey().getEncoded()));
        writeOnServer("server.crt", Files.readString(certificate("server")));
        jdbc.execute("ALTER SYSTEM SET ssl = on");
        jdbc.queryForList("SELECT pg_reload_conf()");
    }

    @Test
    void connectsToAServerThatTheBundleTrusts() {
        runner("server").run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(ConversationStore.class).createRoom(Room.of("room-1"));
            assertThat(jdbc.queryForList(SESSIONS, Boolean.class, database.name()))
                    .isNotEmpty()
                    .containsOnly(true);
        });
    }

    @Test
    void refusesAServerThatTheBundleDoesNotTrust() {
        runner("stranger").run(context -> assertThat(context).getFailure().hasStackTraceContaining("SQLSTATE 08006"));
    }

    @Test
    void refusesABundleThatDoesNotExist() {
        runner("server")
                .withPropertyValues("roomkit.store.ssl-bundle=missing")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class));
    }

    private static ApplicationContextRunner runner(String trusted) {
        return Contexts.runner()
                .withPropertyValues(Contexts.asStore(database))
                .withPropertyValues(
                        "roomkit.store.ssl-bundle=chat",
                        "spring.ssl.bundle.pem.chat.truststore.certificate=file:" + certificate(trusted));
    }

    private static KeyStore.PrivateKeyEntry createKey(String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(command(name, file))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, PASSWORD);
        }
        Files.writeString(
                certificate(name),
                pem("CERTIFICATE", store.getCertificate("key").getEncoded()));
        return (KeyStore.PrivateKeyEntry) store.getEntry("key", new KeyStore.PasswordProtection(PASSWORD));
    }

    private static List<String> command(String name, Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-keystore",
                file.toString());
    }

    private static Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content) + "\n-----END " + type + "-----\n";
    }

    /** The server insists that its key belongs to itself and is readable to nobody else. */
    private static void writeOnServer(String file, String content) {
        jdbc.execute("COPY (SELECT unnest(string_to_array('" + content.strip()
                + "', E'\\n'))) TO PROGRAM 'umask 077; cat > " + file + "'");
    }
}

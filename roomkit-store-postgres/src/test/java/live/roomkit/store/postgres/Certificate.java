package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Holds a key and its self-signed certificate as PEM, made by the JDK's keytool.
 *
 * @param file the certificate, for clients to trust
 */
record Certificate(String key, String certificate, Path file) {

    private static final String PASSWORD = "changeit";

    /** Makes a certificate of the server with the given host name. */
    static Certificate create(Path directory, String host) throws Exception {
        Path keys = Files.createTempFile(directory, "keys", ".p12");
        Files.delete(keys);
        keytool(
                "-genkeypair -alias key -keyalg EC -storetype PKCS12 -storepass " + PASSWORD + " -dname CN=" + host
                        + " -ext SAN=dns:" + host + " -keystore",
                keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(keys)) {
            store.load(content, PASSWORD.toCharArray());
        }
        String certificate = pem("CERTIFICATE", store.getCertificate("key").getEncoded());
        String key =
                pem("PRIVATE KEY", store.getKey("key", PASSWORD.toCharArray()).getEncoded());
        return new Certificate(
                key, certificate, Files.writeString(Files.createTempFile(directory, "root", ".crt"), certificate));
    }

    private static void keytool(String options, Path keys) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ")));
        command.add(keys.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}

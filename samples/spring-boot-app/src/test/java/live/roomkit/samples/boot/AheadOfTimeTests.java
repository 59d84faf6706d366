package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Starts the application in a JVM of its own, in the form that the build prepared ahead of time. */
@Timeout(120)
class AheadOfTimeTests {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @Test
    void theApplicationRunsAsItWasProcessedAheadOfTime() throws IOException {
        List<String> output = new ArrayList<>();
        try (TestDatabase database = TestPostgres.shared().createDatabase()) {
            Process process = start(database);
            try (BufferedReader reader = process.inputReader()) {
                RestClient client = RestClient.create("http://localhost:" + awaitPort(reader, output));
                talk(client);
            } finally {
                process.destroyForcibly().onExit().join();
            }
        }
        assertThat(output).anyMatch(line -> line.contains("Starting AOT-processed SampleApplication"));
    }

    private static void talk(RestClient client) {
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                client.get().uri("/actuator/health").retrieve().body(String.class))
                        .contains("\"roomkitStore\"", "UP"));
        client.put().uri("/rooms/aot").retrieve().toBodilessEntity();
        client.post()
                .uri("/rooms/aot/tickets")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"subject\":\"Printer on fire\"}")
                .retrieve()
                .toBodilessEntity();
        assertThat(client.get().uri("/rooms/aot/messages").retrieve().body(String.class))
                .contains("Ticket opened: Printer on fire");
        assertThat(client.get().uri("/actuator/prometheus").retrieve().body(String.class))
                .contains("roomkit_store_seconds_count");
        assertThat(client.get().uri("/desk/inbox?agent=dana").retrieve().body(String.class))
                .contains("Mia Torres");
    }

    private static Process start(TestDatabase database) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Dspring.aot.enabled=true",
                        "-classpath",
                        mainClasses(),
                        SampleApplication.class.getName(),
                        "--server.port=0",
                        "--desk.demo=true",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())
                .redirectErrorStream(true)
                .start();
    }

    /** Returns the class path of this test without the tests themselves. */
    private static String mainClasses() {
        assertThat(
                        Files.exists(
                                Path.of(
                                        "target/classes/live/roomkit/samples/boot/SampleApplication__ApplicationContextInitializer.class")))
                .as("spring-boot:process-aot has run")
                .isTrue();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return classPath.replaceAll("[^" + File.pathSeparator + "]*test-classes", "");
    }

    private static String awaitPort(BufferedReader reader, List<String> output) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("The application ended: " + String.join("\n", output));
    }
}

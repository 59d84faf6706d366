package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.feed.FeedToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.client.RestClient;

/** Starts and ends the application on its own database, as the README's command does. */
@Timeout(120)
class EmbeddedDatabaseTests {

    private static final Pattern ADDRESS = Pattern.compile("Open (http://127\\.0\\.0\\.1:\\d+)/ in a browser");

    @Test
    void theApplicationEndsBeforeItsDatabaseWithoutComplaint() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EmbeddedDatabaseApplication.class.getName(),
                        "--server.port=0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader = process.inputReader()) {
            String address = await(ADDRESS, reader).group(1);
            try (InputStream changes = openStream(address)) {
                process.toHandle().destroy();

                assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(reader.lines()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        } finally {
            process.destroyForcibly();
        }
    }

    private static InputStream openStream(String address) throws IOException, InterruptedException {
        FeedToken token = RestClient.create(address)
                .get()
                .uri("/desk/changes/latest")
                .retrieve()
                .body(FeedToken.class);
        URI uri = URI.create(address + "/desk/changes?after=" + token.value());
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())
                .body();
    }

    private static Matcher await(Pattern pattern, BufferedReader reader) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError("The application ended");
    }
}

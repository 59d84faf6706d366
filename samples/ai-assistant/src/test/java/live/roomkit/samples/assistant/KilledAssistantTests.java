package live.roomkit.samples.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Kills the assistant while a tool is at work and starts it again, or talks to it meanwhile. */
class KilledAssistantTests {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    @AutoClose
    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final HttpClient http = HttpClient.newHttpClient();

    private final CountDownLatch courierAsked = new CountDownLatch(1);

    private final CountDownLatch courierMayAnswer = new CountDownLatch(1);

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        this.courierMayAnswer.countDown();
        this.processes.forEach(Process::destroyForcibly);
    }

    @Test
    void theConversationGoesOnAfterAKill() throws Exception {
        HttpServer courier = courier();
        try {
            String url = start("http://localhost:" + courier.getAddress().getPort());
            assertThat(say(url, "Hello")).isEqualTo("You said: Hello");
            CompletableFuture<String> lost = sayLater(url, "Where is parcel 7?");
            assertThat(this.courierAsked.await(1, TimeUnit.MINUTES)).isTrue();

            this.processes.get(0).destroyForcibly().waitFor();
            assertThat(lost).failsWithin(1, TimeUnit.MINUTES);
            this.courierMayAnswer.countDown();
            String restarted = start("");

            assertThat(say(restarted, "What did I say?"))
                    .isEqualTo("You said: Hello / Where is parcel 7? / What did I say?");
            assertThat(say(restarted, "And where is parcel 7 now?")).isEqualTo("Your parcel: on its way");
            assertThat(read(restarted))
                    .contains("user: Hello", "user: Where is parcel 7?", "agent: Your parcel: on its way")
                    .doesNotContain("interrupted");
        } finally {
            courier.stop(0);
        }
    }

    @Test
    void aQuestionDuringAToolCallIsRefused() throws Exception {
        HttpServer courier = courier();
        try {
            String url = start("http://localhost:" + courier.getAddress().getPort());
            CompletableFuture<String> answer = sayLater(url, "Where is parcel 7?");
            assertThat(this.courierAsked.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(this.http
                            .send(post(url, "Are you there?"), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(409);

            this.courierMayAnswer.countDown();
            assertThat(answer).succeedsWithin(1, TimeUnit.MINUTES).isEqualTo("Your parcel: at the door");
            assertThat(say(url, "Thank you")).isEqualTo("You said: Where is parcel 7? / Thank you");
        } finally {
            this.courierMayAnswer.countDown();
            courier.stop(0);
        }
    }

    /** A courier that takes its time. */
    private HttpServer courier() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            this.courierAsked.countDown();
            try {
                this.courierMayAnswer.await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            byte[] answer = "at the door".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private String start(String courierUrl) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        AssistantApplication.class.getName(),
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--courier.url=" + courierUrl,
                        "--spring.datasource.url=" + this.database.url(),
                        "--spring.datasource.username=" + this.database.username(),
                        "--spring.datasource.password=" + this.database.password())
                .redirectErrorStream(true)
                .start();
        this.processes.add(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder log = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return "http://127.0.0.1:" + started.group(1) + "/conversations/desk";
            }
        }
        throw new AssertionError("the assistant did not start:\n" + log);
    }

    private String say(String url, String text) throws Exception {
        return this.http
                .send(post(url, text), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private CompletableFuture<String> sayLater(String url, String text) {
        return this.http
                .sendAsync(post(url, text), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body);
    }

    private String read(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return this.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpRequest post(String url, String text) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
    }
}

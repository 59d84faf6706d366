package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import live.roomkit.test.postgres.TestDatabase;
import live.roomkit.test.postgres.TestPostgres;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the page while its server ends and starts again, and takes its pictures. */
@Timeout(180)
@EnabledIf(value = "live.roomkit.samples.boot.Browser#isInstalled", disabledReason = Browser.NOT_INSTALLED)
class DeskRestartTests {

    /** The folder of the pictures. {@code -Ddesk.pictures=../../docs} replaces those of the documentation. */
    private static final Path PICTURES = Path.of(System.getProperty("desk.pictures", "target/pictures"));

    private static final int HEIGHT = 860;

    private final TestDatabase database = TestPostgres.shared().createDatabase();

    private final int port = freePort();

    @AutoClose
    private final Browser browser = new Browser(1_280, HEIGHT);

    @Test
    void aRestartOfTheServerLosesAndRepeatsNothing() {
        try (ConfigurableApplicationContext first = start(false)) {
            first.getBean(Desk.class).open("restarted", "Restarted", ChannelType.SMS);
            this.browser.open(this.port, "dana").openRoom("Restarted");
            this.browser.send("before");
            this.browser.run("window.said = 0; new MutationObserver(() => window.said++)"
                    + ".observe(document.getElementById('connection'), { childList: true })");
        }
        this.browser.await(page -> this.browser.text("#connection").contains("lost"));
        this.browser.find("#text").sendKeys("in vain", Keys.ENTER);
        this.browser.await(page -> this.browser.text("#problem").contains("Send the message again"));

        try (ConfigurableApplicationContext second = start(false)) {
            RoomEvent meanwhile = RoomEvent.message(
                    "restarted", EventSource.inbound("sms", ChannelType.SMS), TextContent.of("meanwhile"));
            second.getBean(ConversationStore.class).appendEvent("restarted", meanwhile);

            this.browser.awaitMessages("before", "meanwhile");
            this.browser.await(page -> this.browser.text("#connection").equals("Live"));
            assertThat(this.browser.run("return window.said"))
                    .as("the lost connection is said once, and its return")
                    .isEqualTo(2L);
            this.browser.find("#text").sendKeys(Keys.ENTER);
            this.browser.awaitMessages("before", "meanwhile", "in vain");
            this.browser.send("after");
            this.browser.awaitMessages("before", "meanwhile", "in vain", "after");
        }
    }

    @Test
    void thePicturesShowTheConversationsToLookAt() throws IOException {
        try (ConfigurableApplicationContext application = start(true)) {
            picture(1_280, "help-desk-wide.png");
            assertThat(this.browser.rooms())
                    .containsExactly("Visitor 309", "Mia Torres", "Noah Klein", "Amara Okafor", "Ida Berg");
            assertThat(this.browser.badge("Visitor 309")).isEqualTo("1");
            picture(390, "help-desk-narrow.png");
        }
    }

    private void picture(int width, String name) throws IOException {
        this.browser.resize(width, HEIGHT);
        this.browser.open(this.port, "dana").openRoom("Mia Torres");
        this.browser.awaitMessages(
                "Hello! I ordered a desk lamp on Monday. When does it arrive?",
                "Within three days. We write to you when it leaves.",
                "Where is my order 4711?",
                "Your order 4711 is in transit. We expect it to arrive tomorrow.",
                "Tomorrow nobody is at home. Can it go to a neighbour?",
                "Number 12, the Okafor family.");
        this.browser.awaitBadge("Mia Torres", "");
        this.browser.takeScreenshot(PICTURES.resolve(name));
        assertThat(PICTURES.resolve(name)).isNotEmptyFile();
    }

    private ConfigurableApplicationContext start(boolean demo) {
        return new SpringApplicationBuilder(SampleApplication.class)
                .properties(
                        "server.port=" + this.port,
                        "desk.demo=" + demo,
                        "spring.datasource.url=" + this.database.url(),
                        "spring.datasource.username=" + this.database.username(),
                        "spring.datasource.password=" + this.database.password())
                .run();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}

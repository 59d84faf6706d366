package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.DeleteContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tests the page of the help desk in a real browser. */
@SampleTest
@Timeout(180)
@EnabledIf(value = "live.roomkit.samples.boot.Browser#isInstalled", disabledReason = Browser.NOT_INSTALLED)
class DeskBrowserTests {

    private static final int WIDE = 1_440;

    private static final int NARROW = 360;

    private static final int HEIGHT = 900;

    /** Texts that become markup or run when a page does not treat them as text. */
    private static final List<String> INJECTIONS = List.of(
            "<script>window.hacked = 1</script>",
            "<img src=x onerror='window.hacked = 1'>",
            "<svg onload=window.hacked=1>",
            "<a href=\"javascript:window.hacked=1\">link</a>",
            "</textarea><script>window.hacked = 1</script>",
            "\"><iframe srcdoc='<script>parent.hacked=1</script>'>",
            "javascript:window.hacked=1",
            "{{constructor.constructor('window.hacked=1')()}}",
            "&lt;b&gt;not bold&lt;/b&gt;",
            "<style>body { display: none }</style>",
            "\u202Eright to left\u202C and \u0007 a bell");

    @AutoClose
    private static final Browser browser = new Browser(WIDE, HEIGHT);

    @Autowired
    private ConversationStore store;

    @Autowired
    private Desk desk;

    @Autowired
    private Customers customers;

    @LocalServerPort
    private int port;

    private final String agent = "agent-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aMessageAppearsInTheOtherWindow() {
        String title = this.customers.open("Both");
        try (Browser other = new Browser(WIDE, HEIGHT)) {
            browser.open(this.port, this.agent).openRoom(title);
            other.open(this.port, "other-" + this.agent).openRoom(title);

            browser.send("Hello from one window");
            other.awaitMessages("Hello from one window");
            other.send("Hello from the other");

            browser.awaitMessages("Hello from one window", "Hello from the other");
            other.awaitMessages("Hello from one window", "Hello from the other");
        }
    }

    @Test
    void theBadgeCountsAndClears() {
        String read = this.customers.open("Read");
        String title = this.customers.open("Counted");
        browser.open(this.port, this.agent).openRoom(read);

        this.customers.say(title, "one");
        browser.awaitBadge(title, "1");
        this.customers.say(title, "two");
        browser.awaitBadge(title, "2");
        assertThat(browser.rooms().get(0)).isEqualTo(title);

        browser.openRoom(title);
        browser.awaitMessages("one", "two");
        browser.awaitBadge(title, "");
        browser.send("three");

        browser.find("#unread").click();
        browser.awaitBadge(title, "1");
    }

    @Test
    void aReloadShowsEachMessageOnce() {
        String title = this.customers.open("Reloaded");
        browser.open(this.port, this.agent).openRoom(title);
        browser.send("before");
        browser.reload();
        browser.awaitMessages("before");

        browser.send("after");
        browser.awaitMessages("before", "after");
        this.customers.say(title, "answer");

        browser.awaitMessages("before", "after", "answer");
    }

    @Test
    void messageTextNeverBecomesMarkup() {
        String title = this.customers.open("<img src=x onerror='window.hacked = 1'>");
        INJECTIONS.forEach(text -> this.customers.say(title, text));
        browser.open(this.port, this.agent).openRoom(title);

        browser.await(page -> browser.messages().size() == INJECTIONS.size());
        INJECTIONS.forEach(browser::send);

        browser.await(page -> browser.messages().size() == 2 * INJECTIONS.size());
        assertThat(browser.run("return window.hacked === undefined")).isEqualTo(true);
        assertThat(browser.run(
                        "return document.querySelectorAll('#timeline script, #timeline img, #timeline svg, #timeline a,"
                                + " #timeline iframe, #timeline style, #rooms img').length"))
                .isEqualTo(0L);
        assertThat(browser.run(
                        "return [...document.querySelectorAll('#timeline .text')].map(text => text.textContent)"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .startsWith(INJECTIONS.toArray(String[]::new));
    }

    @Test
    void editsAndDeletionsChangeWhatWasSaid() {
        String title = this.customers.open("Changed");
        RoomEvent first = this.customers.say(title, "a typo");
        RoomEvent second = this.customers.say(title, "a secret");
        browser.open(this.port, this.agent).openRoom(title);
        browser.awaitMessages("a typo", "a secret");

        this.customers.append(title, EditContent.of(first.id(), TextContent.of("mended")), EventType.EDIT);
        this.customers.append(title, DeleteContent.of(second.id()), EventType.DELETE);

        browser.awaitMessages("mended");
        assertThat(browser.text("#timeline"))
                .contains("edited", "This message was deleted.")
                .doesNotContain("secret");
    }

    @Test
    void toolCallsAreFolded() {
        String title = this.customers.open("Tools");
        this.customers.append(
                title,
                ToolCallContent.builder("find_order", "call-1")
                        .result("in transit")
                        .build(),
                EventType.TOOL_CALL_END);
        browser.open(this.port, this.agent).openRoom(title);
        browser.await(page -> browser.shows("#timeline summary"));
        assertThat(browser.shows("#timeline pre")).isFalse();

        browser.find("#timeline summary").click();

        assertThat(browser.text("#timeline")).contains("in transit");
    }

    @Test
    void aClosedConversationTakesNoMessage() {
        String title = this.customers.open("Closed");
        this.customers.say(title, "bye");
        browser.open(this.port, this.agent).openRoom(title);
        assertThat(browser.shows("#composer")).isTrue();

        this.store.updateRoom(
                title, room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        browser.await(page -> browser.shows("#closed"));
        assertThat(browser.shows("#composer")).isFalse();
    }

    @Test
    void olderMessagesComeOnScrollingUp() {
        String title = this.customers.open("Long");
        this.store.addEventsAutoIndex(
                title,
                IntStream.range(0, 180)
                        .mapToObj(i -> Customers.message(title, "message " + i))
                        .toList());
        browser.open(this.port, this.agent).openRoom(title);
        browser.await(page -> browser.messages().size() == 50);

        browser.await(page -> {
            browser.run("document.getElementById('log').scrollTop = 0");
            return browser.messages().size() == 180;
        });

        assertThat(browser.messages())
                .containsExactlyElementsOf(
                        IntStream.range(0, 180).mapToObj(i -> "message " + i).toList());
    }

    @Test
    void aReaderOfOldMessagesStaysThere() {
        String title = this.customers.open("Old");
        this.store.addEventsAutoIndex(
                title,
                IntStream.range(0, 60)
                        .mapToObj(i -> Customers.message(title, "message " + i))
                        .toList());
        browser.open(this.port, this.agent).openRoom(title);
        browser.awaitBadge(title, "");
        browser.await(page -> (Boolean) browser.run(
                "const log = document.getElementById('log'); log.scrollTop -= 500; return log.scrollTop > 0"));
        long place = scrolled();

        this.customers.say(title, "one more");

        browser.await(page -> browser.shows("#newer"));
        browser.awaitBadge(title, "1");
        assertThat(scrolled()).isEqualTo(place);

        browser.find("#newer").click();

        browser.awaitBadge(title, "");
        assertThat(browser.shows("#newer")).isFalse();
    }

    private static long scrolled() {
        return (long) browser.run("return Math.round(document.getElementById('log').scrollTop)");
    }

    @Test
    void draftsStay() {
        String first = this.customers.open("First");
        String second = this.customers.open("Second");
        browser.open(this.port, this.agent).openRoom(first);
        browser.find("#text").sendKeys("half a sentence");
        browser.openRoom(second);
        assertThat(browser.draft()).isEmpty();

        browser.openRoom(first);
        assertThat(browser.draft()).isEqualTo("half a sentence");
        browser.reload();
        assertThat(browser.draft()).isEqualTo("half a sentence");
        browser.find("#text").sendKeys(Keys.ENTER);
        browser.awaitMessages("half a sentence");
        browser.reload();

        assertThat(browser.draft()).isEmpty();
    }

    @Test
    void aThousandConversationsScroll() {
        String prefix = "Crowd " + UUID.randomUUID().toString().substring(0, 8);
        IntStream.range(0, 1_000).forEach(i -> this.desk.open(prefix + " " + i, prefix + " " + i, ChannelType.SMS));
        browser.open(this.port, this.agent);

        browser.await(page -> {
            browser.run("document.getElementById('rooms').scrollTop = document.getElementById('rooms').scrollHeight");
            return (Boolean) browser.run(
                    "return [...document.querySelectorAll('#rooms .name')].filter(name =>"
                            + " name.textContent.startsWith(arguments[0])).length === 1000",
                    prefix);
        });

        assertThat(browser.rooms()).doesNotHaveDuplicates();
    }

    @Test
    void aLineShowsWhatIsNew() {
        String title = this.customers.open("New");
        this.customers.say(title, "read");
        browser.open(this.port, this.agent).openRoom(title);
        browser.awaitBadge(title, "");
        browser.openRoom(this.customers.open("Elsewhere"));
        this.customers.say(title, "first");
        this.customers.say(title, "second");
        browser.awaitBadge(title, "2");

        browser.openRoom(title);

        browser.awaitMessages("read", "first", "second");
        assertThat(browser.text("#timeline")).containsSubsequence("read", "New", "first", "second");
    }

    @Test
    void aMagnifiedPageStillShowsMessages() {
        String title = this.customers.open("Magnified");
        this.customers.say(title, "hello");
        try {
            browser.resize(320, 256);
            browser.open(this.port, this.agent).openRoom(title);

            assertThat(overflow()).isZero();
            assertThat((long) browser.run("return document.getElementById('log').clientHeight"))
                    .isGreaterThan(64);
        } finally {
            browser.resize(WIDE, HEIGHT);
        }
    }

    @Test
    void bothWidthsFit() {
        String title = this.customers.open(
                "A name that is so long that it does not fit into any line of a telephone " + this.agent);
        this.customers.say(title, "word".repeat(100));
        try {
            for (int width : new int[] {WIDE, NARROW}) {
                browser.resize(width, HEIGHT);
                browser.open(this.port, this.agent);
                assertThat(overflow()).isZero();
                browser.openRoom(title);
                browser.await(page -> browser.messages().size() == 1);
                assertThat(overflow()).isZero();
                assertThat(browser.shows("#rooms")).isEqualTo(width == WIDE);
                assertThat(browser.shows("#back")).isEqualTo(width == NARROW);
            }
            browser.find("#back").click();
            browser.await(page -> browser.shows("#rooms"));
        } finally {
            browser.resize(WIDE, HEIGHT);
        }
    }

    private long overflow() {
        return (long) browser.run("return document.documentElement.scrollWidth - innerWidth");
    }
}

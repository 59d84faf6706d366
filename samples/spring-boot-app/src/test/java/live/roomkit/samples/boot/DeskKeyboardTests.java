package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.content.DeleteContent;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tests the page of the help desk for those who use it without a mouse, or without seeing it. */
@SampleTest
@Timeout(180)
@EnabledIf(value = "live.roomkit.samples.boot.Browser#isInstalled", disabledReason = Browser.NOT_INSTALLED)
class DeskKeyboardTests {

    private static final int WIDTH = 1_440;

    private static final int HEIGHT = 900;

    @AutoClose
    private static final Browser browser = new Browser(WIDTH, HEIGHT);

    @Autowired
    private ConversationStore store;

    @Autowired
    private Customers customers;

    @LocalServerPort
    private int port;

    private final String agent = "agent-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void theKeyboardIsEnough() {
        String older = this.customers.open("Older");
        this.customers.say(older, "first");
        String newer = this.customers.open("Newer");
        this.customers.say(newer, "second");
        browser.open(this.port, this.agent);

        for (int i = 0; i < 10 && !browser.focused().contains(newer); i++) {
            browser.type(Keys.TAB);
        }
        browser.type(Keys.ARROW_DOWN);
        assertThat(browser.focused()).contains(older);
        browser.type(Keys.ENTER);
        browser.await(page ->
                browser.text("#room-title").equals(older) && browser.focused().equals("#text"));
        browser.type("typed", Keys.ENTER);

        browser.awaitMessages("first", "typed");
        assertThat(browser.focused()).isEqualTo("#text");

        browser.await(page -> browser.rooms().get(0).equals(older));
        browser.type(Keys.ESCAPE);
        assertThat(browser.focused()).contains(older);
        browser.type(Keys.ARROW_DOWN);
        assertThat(browser.focused()).contains(newer);
    }

    @Test
    void everyControlHasANameAndARole() {
        String title = this.customers.open("Named");
        this.customers.say(title, "hello");
        browser.open(this.port, this.agent).openRoom(title);

        assertThat((List<?>) browser.run("""
                        return [...document.querySelectorAll('button, a, input, textarea, [role=log], nav, main')]
                            .filter(it => !(it.getAttribute('aria-label') || it.getAttribute('aria-labelledby')
                                || it.textContent.trim() || it.labels?.length))
                            .map(it => it.outerHTML)
                        """)).isEmpty();
        assertThat(browser.find("main").getAriaRole()).isEqualTo("main");
        assertThat(browser.find("#log").getAriaRole()).isEqualTo("log");
        assertThat(browser.find("#text").getAccessibleName()).isEqualTo("Message");
    }

    @Test
    void theTabKeyStopsOnceInTheList() {
        String second = this.customers.open("Second");
        String first = this.customers.open("First");
        browser.open(this.port, this.agent);
        browser.find("#unread-only").sendKeys(Keys.TAB);
        assertThat(browser.focused()).contains(first);
        browser.type(Keys.ARROW_DOWN);

        browser.type(Keys.TAB);
        assertThat(browser.focused()).doesNotContain(second);
        this.customers.say(this.customers.open("Third"), "now the first of the list");
        browser.await(page -> browser.rooms().get(0).startsWith("Third"));
        browser.find("#unread-only").sendKeys(Keys.TAB);

        assertThat(browser.focused()).contains(second);
    }

    @Test
    void escapeReturnsFromAConversationThatCloses() {
        String title = this.customers.open("Closing");
        browser.open(this.port, this.agent).openRoom(title);
        browser.await(page -> browser.focused().equals("#text"));
        browser.type("half a sen");

        this.store.updateRoom(
                title, room -> room.toBuilder().status(RoomStatus.CLOSED).build());

        browser.await(page -> browser.focused().equals("#log"));
        assertThat(spoken()).containsExactly("This conversation is closed. Nobody can write to it.");
        browser.type(Keys.ESCAPE);
        assertThat(browser.focused()).contains(title);
    }

    @Test
    void escapeOfAnInputMethodStaysInTheConversation() {
        String title = this.customers.open("Composed");
        browser.open(this.port, this.agent).openRoom(title);

        browser.run("document.getElementById('text').dispatchEvent("
                + "new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, isComposing: true }))");

        assertThat(browser.shows("#composer")).isTrue();
    }

    @Test
    void theBackCommandOfTheBrowserReturnsToTheEntry() {
        String title = this.customers.open("Back");
        browser.open(this.port, this.agent).openRoom(title);
        browser.await(page -> browser.focused().equals("#text"));

        browser.run("history.back()");

        browser.await(page -> browser.focused().contains(title));
    }

    @Test
    void aScreenReaderSaysWhatIsNewAndNothingElse() {
        String other = this.customers.open("Other");
        String title = this.customers.open("Spoken");
        IntStream.range(0, 60).forEach(i -> this.customers.say(title, "old " + i));
        browser.open(this.port, this.agent).openRoom(title);
        browser.await(page -> browser.messages().size() >= 50);

        RoomEvent event = this.customers.say(title, "new");
        browser.await(page -> spoken().size() == 1);
        this.customers.append(title, DeleteContent.of(event.id()), EventType.DELETE);
        browser.await(page -> spoken().size() == 2);
        browser.send("an answer");
        browser.await(page -> spoken().size() == 3);
        this.customers.say(other, "one");
        browser.awaitBadge(other, "1");
        this.customers.say(other, "two");
        browser.awaitBadge(other, "2");

        assertThat(spoken())
                .containsExactly(title + ": new", title + " deleted a message.", "Sent.", "Unread: " + other + ".");
        assertThat(browser.find("#log").getDomAttribute("aria-live")).isEqualTo("off");
    }

    @Test
    void theTitleNamesTheConversation() {
        String title = this.customers.open("Titled");
        browser.open(this.port, this.agent);
        assertThat(title()).endsWith("Help desk").doesNotContain(title);

        browser.openRoom(title);

        browser.await(page -> title().endsWith(title + " · Help desk"));
    }

    @Test
    void theFocusOnAColouredButtonCanBeSeen() {
        browser.open(this.port, this.agent).openRoom(this.customers.open("Focus"));
        browser.await(page -> browser.focused().equals("#text"));

        browser.type(Keys.TAB);

        assertThat(browser.focused()).isEqualTo("Send");
        assertThat(browser.run("const style = getComputedStyle(document.activeElement);"
                        + " return [style.outlineStyle, style.outlineOffset]"))
                .isEqualTo(List.of("solid", "2px"));
    }

    @Test
    void aTextThatIsTooLongIsNotCutSilently() {
        browser.open(this.port, this.agent).openRoom(this.customers.open("Long"));
        browser.await(page -> browser.focused().equals("#text"));
        browser.run("const text = document.getElementById('text'); text.value = 'x'.repeat(text.maxLength - 1)");

        browser.type("yz");
        assertThat(browser.text("#problem")).isEqualTo("A message has at most 10000 characters.");

        browser.type(Keys.BACK_SPACE);
        assertThat(browser.text("#problem")).isEmpty();
    }

    private static List<String> spoken() {
        return ((List<?>)
                        browser.run("return [...document.querySelectorAll('#spoken p')].map(text => text.textContent)"))
                .stream().map(String.class::cast).toList();
    }

    private static String title() {
        return (String) browser.run("return document.title");
    }
}

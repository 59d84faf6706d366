package live.roomkit.samples.boot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Window of a headless Chromium that shows the help desk. */
final class Browser implements AutoCloseable {

    static final String NOT_INSTALLED = "/usr/bin/chromium and /usr/bin/chromedriver are needed";

    private static final File CHROMIUM = new File("/usr/bin/chromium");

    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    Browser(int width, int height) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb",
                "--lang=en-GB",
                "--window-size=%d,%d".formatted(width, height));
        this.driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
        resize(width, height);
    }

    /** Checks whether the tests in a browser can run. */
    static boolean isInstalled() {
        return CHROMIUM.canExecute() && DRIVER.canExecute();
    }

    /** Sets the size of the page, without the frame of the window. */
    void resize(int width, int height) {
        this.driver.manage().window().setSize(new Dimension(width, height));
        long frameWidth = width - (long) run("return innerWidth");
        long frameHeight = height - (long) run("return innerHeight");
        this.driver.manage().window().setSize(new Dimension((int) (width + frameWidth), (int) (height + frameHeight)));
    }

    Browser open(int port, String agent) {
        this.driver.get("http://127.0.0.1:%d/?agent=%s".formatted(port, agent));
        await(page -> text("#connection").equals("Live"));
        return this;
    }

    void reload() {
        this.driver.navigate().refresh();
        await(page -> text("#connection").equals("Live"));
    }

    /** Opens a conversation by a click on its entry. */
    void openRoom(String title) {
        await(page -> room(title)).click();
        await(page -> text("#room-title").equals(title));
    }

    void send(String text) {
        WebElement box = find("#text");
        box.clear();
        box.sendKeys(text, Keys.ENTER);
        await(page -> draft().isEmpty());
    }

    /** Returns what is written in the box and not sent. */
    String draft() {
        return find("#text").getDomProperty("value");
    }

    /** Returns the texts of the messages that are shown, from top to bottom. */
    List<String> messages() {
        return texts("#timeline .text");
    }

    void awaitMessages(String... texts) {
        await(page -> messages().equals(List.of(texts)));
    }

    /** Returns the titles of the conversations that are listed, also of those that are scrolled out of view. */
    List<String> rooms() {
        return ((List<?>) run("return [...document.querySelectorAll('#rooms .name')].map(name => name.textContent)"))
                .stream().map(String.class::cast).toList();
    }

    /** Returns the number on the badge of a conversation, or an empty text without badge. */
    String badge(String title) {
        return (String) run("return arguments[0].querySelector('.badge span')?.textContent ?? ''", room(title));
    }

    void awaitBadge(String title, String badge) {
        await(page -> badge(title).equals(badge));
    }

    private WebElement room(String title) {
        Object room = run(
                "return [...document.querySelectorAll('#rooms .room')]"
                        + ".find(room => room.querySelector('.name').textContent === arguments[0]) ?? null",
                title);
        if (room == null) {
            throw new NoSuchElementException(title);
        }
        return (WebElement) room;
    }

    /** Types keys into whatever has the focus. */
    void type(CharSequence... keys) {
        this.driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Describes what has the focus: its id, or else its text. Returns an empty text when nothing has it. */
    String focused() {
        WebElement element = this.driver.switchTo().activeElement();
        String id = element.getDomProperty("id");
        return element.getTagName().equals("body") ? "" : id.isEmpty() ? element.getText() : "#" + id;
    }

    WebElement find(String selector) {
        return this.driver.findElement(By.cssSelector(selector));
    }

    boolean shows(String selector) {
        return this.driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
    }

    String text(String selector) {
        return find(selector).getText();
    }

    List<String> texts(String selector) {
        return this.driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) this.driver).executeScript(script, arguments);
    }

    /** Waits until the function returns a value that is neither {@code null} nor {@code false}. */
    <T> T await(Function<? super WebDriver, T> condition) {
        return new WebDriverWait(this.driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class, NoSuchElementException.class)
                .until(condition);
    }

    void takeScreenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        this.driver.quit();
    }
}

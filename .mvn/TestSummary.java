import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Closes a build with one line that says how many tests passed, and which test classes did not run at all. Maven runs this program at the end of each module; the last
 * module's run sums the Surefire reports that all modules wrote since the build began.
 */
final class TestSummary {

    private static final Pattern COUNT = Pattern.compile(" (tests|errors|failures|skipped)=\"(\\d+)\"");

    private int tests;

    private int failed;

    private int skipped;

    private int modules;

    private final List<String> idle = new ArrayList<>();

    /** Takes the time the build began, the directory of the module, and Maven's list of the modules in their order. */
    public static void main(String[] arguments) throws IOException {
        Instant start = Instant.parse(arguments[0]);
        Path module = Path.of(arguments[1]);
        List<Path> all = Arrays.stream(arguments[2].split("MavenProject: "))
                .map(text -> text.replaceAll("[\\],\\s]+$", ""))
                .filter(text -> text.contains(" @ "))
                .map(text -> Path.of(text.substring(text.indexOf(" @ ") + 3)).getParent())
                .toList();
        if (all.get(all.size() - 1).equals(module)) {
            TestSummary summary = new TestSummary();
            for (Path directory : all) {
                summary.add(directory.resolve("target/surefire-reports"), start);
            }
            summary.print();
        }
    }

    private void add(Path reports, Instant start) throws IOException {
        if (!Files.isDirectory(reports)) {
            return;
        }
        int before = this.tests;
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("TEST-")
                        && name.endsWith(".xml")
                        && !Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
                    add(file);
                }
            }
        }
        this.modules += (this.tests > before) ? 1 : 0;
    }

    private void add(Path report) throws IOException {
        String text = Files.readString(report);
        int suite = text.indexOf("<testsuite ");
        Matcher count = COUNT.matcher(text.substring(suite, text.indexOf('>', suite)));
        int tests = this.tests;
        int skipped = this.skipped;
        while (count.find()) {
            int number = Integer.parseInt(count.group(2));
            switch (count.group(1)) {
                case "tests" -> this.tests += number;
                case "skipped" -> this.skipped += number;
                default -> this.failed += number;
            }
        }
        if (this.tests > tests && this.tests - tests == this.skipped - skipped) {
            this.idle.add(report.getFileName().toString().replaceAll("TEST-(.*\\.)?(.*)\\.xml", "$2"));
        }
    }

    private void print() {
        if (this.tests > 0) {
            System.out.printf(
                    "%d tests passed, %d failed, %d skipped in %d module%s%s%n",
                    this.tests - this.failed - this.skipped,
                    this.failed,
                    this.skipped,
                    this.modules,
                    (this.modules == 1) ? "" : "s",
                    this.idle.isEmpty() ? "" : "; did not run: " + String.join(", ", this.idle));
        }
    }
}

package live.roomkit.test.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Creates and deletes directories below {@code java.io.tmpdir} for test servers. The name of a directory contains the
 * process id and the start time of the JVM that created the directory. So a later JVM can find the directories of a JVM
 * that was killed.
 */
final class Directories {

    private static final Pattern OWNED = Pattern.compile("[a-z]+-(\\d+)-(\\d+)-\\d+");

    private static final long START_TOLERANCE_SECONDS = 60;

    private static final AtomicInteger counter = new AtomicInteger();

    private Directories() {}

    /**
     * Returns the directory in which this class creates all other directories. Each user of the machine has a separate
     * directory.
     */
    static Path base() {
        String user = System.getProperty("user.name").replaceAll("\\W", "_");
        try {
            return Files.createDirectories(
                    Path.of(System.getProperty("java.io.tmpdir"), "roomkit-test-postgres-" + user));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static Path create(String kind) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        return Files.createDirectory(
                base().resolve(kind + "-" + self.pid() + "-" + startSecond(self) + "-" + counter.incrementAndGet()));
    }

    /** Returns the directories that were created by JVMs that have ended since. */
    static List<Path> abandoned() throws IOException {
        try (Stream<Path> children = Files.list(base())) {
            return children.filter(Directories::isAbandoned).toList();
        }
    }

    /** Copies a directory with its content and the attributes of its files. */
    static void copy(Path directory, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, target.resolve(directory.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Deletes a directory with its content. Ignores files that cannot be deleted. */
    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException ex) {
            // Another process deletes the directory too. The next JVM finds and deletes whatever remains.
        }
    }

    private static boolean isAbandoned(Path directory) {
        Matcher matcher = OWNED.matcher(directory.getFileName().toString());
        if (!matcher.matches()) {
            return false;
        }
        Optional<ProcessHandle> owner = ProcessHandle.of(Long.parseLong(matcher.group(1)));
        long ownerStart = Long.parseLong(matcher.group(2));
        return owner.isEmpty() || Math.abs(startSecond(owner.get()) - ownerStart) > START_TOLERANCE_SECONDS;
    }

    private static long startSecond(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }
}

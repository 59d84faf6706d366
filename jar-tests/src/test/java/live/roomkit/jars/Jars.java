package live.roomkit.jars;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The jars on the class path of these tests. */
final class Jars {

    private static final Pattern PUBLISHED = Pattern.compile("roomkit-.*");

    private static final Pattern OF_AN_APPLICATION =
            Pattern.compile("roomkit-(store-core|store-postgres|test-postgres)-\\d.*");

    private static final Pattern OF_TESTS =
            Pattern.compile("(junit|assertj|byte-buddy|opentest4j|apiguardian|surefire).*");

    private static final Pattern OF_CONTAINERS = Pattern.compile("(testcontainers|docker-java|duct-tape|jna).*");

    private Jars() {}

    /** Returns the jars that are published. */
    static List<Path> published() {
        return all().stream().filter(jar -> matches(jar, PUBLISHED)).toList();
    }

    /** Returns the jars of an application with both stores and a PostgreSQL server of its own. */
    static List<Path> ofAnApplication() {
        return all().stream()
                .filter(jar -> matches(jar, PUBLISHED) ? matches(jar, OF_AN_APPLICATION) : !matches(jar, OF_TESTS))
                .toList();
    }

    /** Says whether a jar is one of Testcontainers, several of which have a package in common. */
    static boolean isOfContainers(Path jar) {
        return matches(jar, OF_CONTAINERS);
    }

    static String path(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> all() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    private static boolean matches(Path jar, Pattern name) {
        return name.matcher(jar.getFileName().toString()).matches();
    }
}

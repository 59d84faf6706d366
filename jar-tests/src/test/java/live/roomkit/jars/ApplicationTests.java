package live.roomkit.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application runs from the packaged jars. */
class ApplicationTests {

    private static final String MODULE = """
            module live.roomkit.jars {
                requires java.sql;
                requires live.roomkit.store.core;
                requires live.roomkit.store.postgres;
                requires live.roomkit.test.postgres;
            }
            """;

    private static final Path SOURCE = Path.of("src/main/java/live/roomkit/jars/Application.java");

    @TempDir
    private Path directory;

    @Test
    void runsOnTheClassPath() throws Exception {
        List<Path> classPath = new ArrayList<>(Jars.ofAnApplication());
        classPath.add(classes());

        String output = java("-classpath", Jars.path(classPath), Application.class.getName());

        assertThat(output).contains("module: null", "memory: Hello", "postgres: Hello");
    }

    @Test
    void runsOnTheModulePath() throws Exception {
        List<Path> modulePath = new ArrayList<>(Jars.ofAnApplication());
        modulePath.removeIf(Jars::isOfContainers);
        List<Path> classPath = new ArrayList<>(Jars.ofAnApplication());
        classPath.removeAll(modulePath);
        Path module = compileModule(Jars.path(modulePath));
        modulePath.add(module);

        String output = java(
                "--module-path",
                Jars.path(modulePath),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-classpath",
                Jars.path(classPath),
                "--module",
                "live.roomkit.jars/" + Application.class.getName());

        assertThat(output).contains("module: live.roomkit.jars", "memory: Hello", "postgres: Hello");
    }

    private Path compileModule(String modulePath) throws Exception {
        Path declaration = Files.writeString(this.directory.resolve("module-info.java"), MODULE);
        Path target = this.directory.resolve("module");
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        writer,
                        writer,
                        "-p",
                        modulePath,
                        "-d",
                        target.toString(),
                        declaration.toString(),
                        SOURCE.toString());
        assertThat(status).as(output.toString()).isZero();
        return target;
    }

    private String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Droomkit.test.postgres=" + System.getProperty("roomkit.test.postgres"));
        command.addAll(List.of(arguments));
        File output = this.directory.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(Application.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}

package live.roomkit.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the contents of the published jars. */
class PublishedJarTests {

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

    static List<Path> jars() {
        return Jars.published();
    }

    @Test
    void eachJarNamesItsModule() {
        assertThat(jars())
                .extracting(PublishedJarTests::module)
                .allMatch(ModuleDescriptor::isAutomatic)
                .extracting(ModuleDescriptor::name)
                .containsExactlyInAnyOrder(
                        "live.roomkit.store.core",
                        "live.roomkit.store.contract",
                        "live.roomkit.store.postgres",
                        "live.roomkit.test.postgres",
                        "live.roomkit.boot",
                        "live.roomkit.boot.test",
                        "live.roomkit.ai",
                        "live.roomkit.ai.spring",
                        "live.roomkit.ai.spring.session",
                        "live.roomkit.ai.langchain4j");
    }

    @Test
    void noPackageIsInTwoJars() {
        Map<String, String> jarOfPackage = new HashMap<>();
        for (Path jar : jars()) {
            for (String name : module(jar).packages()) {
                assertThat(jarOfPackage.put(name, jar.toString()))
                        .as("another jar with package %s of %s", name, jar)
                        .isNull();
            }
        }
        assertThat(jarOfPackage).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void aJarHoldsTheLicence(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            byte[] licence =
                    jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes();

            assertThat(licence).isEqualTo(Files.readAllBytes(Path.of("../LICENSE")));
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void aJarSaysWhatItIs(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();

            assertThat(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE))
                    .startsWith("RoomKit ");
            assertThat(path.getFileName().toString())
                    .endsWith("-" + attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION) + ".jar");
            assertThat(attributes.getValue(Attributes.Name.IMPLEMENTATION_VENDOR))
                    .isEqualTo("RoomKit");
            assertThat(attributes.getValue("Automatic-Module-Name")).startsWith("live.roomkit.");
        }
    }

    @Test
    void theBomNamesEachJar() throws IOException {
        String bom = Files.readString(Path.of("../roomkit-bom/pom.xml"));
        List<String> managed = ARTIFACT.matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();

        assertThat(jars())
                .extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .containsExactlyInAnyOrderElementsOf(managed);
    }

    private static ModuleDescriptor module(Path jar) {
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    }
}

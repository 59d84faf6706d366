package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the table of settings in the README against the builder. */
class BuilderTableTests {

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void theTableNamesEverySettingOfTheBuilder() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("../README.md"));
        Set<String> named = lines.stream()
                .skip(lines.indexOf("`PostgresStore.builder()`:"))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> NAME.matcher(line.split("\\|")[1]).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(named).isEqualTo(settings());
    }

    private static Set<String> settings() {
        return Stream.of(PostgresStoreBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == PostgresStoreBuilder.class)
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}

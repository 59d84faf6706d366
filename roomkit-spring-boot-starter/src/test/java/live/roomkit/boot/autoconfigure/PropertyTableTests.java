package live.roomkit.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The table of properties in the README, against the metadata that editors show. */
class PropertyTableTests {

    @Test
    void theTableIsTheMetadata() throws Exception {
        assertThat(table()).containsExactlyElementsOf(metadata());
    }

    private static List<String> table() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `roomkit.store.") || line.startsWith("| `management."))
                .toList();
    }

    private static List<String> metadata() throws IOException, URISyntaxException {
        Path classes = Path.of(RoomKitStoreProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JsonNode metadata = JsonMapper.shared()
                .readTree(Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json")));
        Stream<JsonNode> properties = metadata.get("properties").valueStream();
        return properties.map(PropertyTableTests::row).sorted().toList();
    }

    private static String row(JsonNode property) {
        JsonNode standard = property.path("defaultValue");
        return "| `" + property.get("name").stringValue() + "` | "
                + (standard.isMissingNode() ? "" : "`" + standard.asString() + "` ")
                + "| " + property.get("description").stringValue() + " |";
    }
}

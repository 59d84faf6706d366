package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the dashboard of {@code docs/grafana} with the metrics that the application exports. */
@SampleTest
@TestPropertySource(
        properties = {
            "roomkit.store.retention.policies.chat.keep=1y",
            "roomkit.store.retention.policies.chat.action=erase"
        })
class DashboardTests {

    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}");

    private static final Pattern MATCHED_LABEL = Pattern.compile("([a-zA-Z_]+) *(?:=~|!~|!=|=)");

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without) *\\(([^)]*)\\)");

    private static final Pattern METRIC = Pattern.compile("\\b(?:roomkit|hikaricp)_[a-z_]+");

    private static final Set<String> ADDED_BY_PROMETHEUS = Set.of("job", "instance");

    private final JsonNode dashboard = JsonMapper.shared().readTree(Path.of("../../docs/grafana/roomkit.json"));

    @Autowired
    private Help help;

    @Test
    void everyMetricIsExported() {
        Set<String> exported = scrape().names();
        assertThat(metrics())
                .hasSizeGreaterThan(10)
                .allSatisfy(metric -> assertThat(exported).contains(metric));
    }

    @Test
    void everyCounterOfTheStoreIsShown() {
        List<String> counters = scrape().names().stream()
                .filter(name -> name.startsWith("roomkit_store_") && name.endsWith("_total"))
                .toList();
        assertThat(counters).isNotEmpty();
        assertThat(metrics()).containsAll(counters);
    }

    @Test
    void everyQuerySelectsByLabelsThatItsMetricHas() {
        Scrape scrape = scrape();
        assertThat(queries()).isNotEmpty().allSatisfy(query -> {
            Set<String> labels = new HashSet<>(ADDED_BY_PROMETHEUS);
            assertThat(SELECTOR.matcher(query).results()).isNotEmpty().allSatisfy(selector -> {
                labels.addAll(scrape.labels(selector.group(1)));
                assertThat(labels).containsAll(found(MATCHED_LABEL, selector.group(2)));
            });
            GROUPING.matcher(query)
                    .results()
                    .forEach(grouping -> assertThat(labels)
                            .containsAll(List.of(grouping.group(1).split(" *, *"))));
        });
    }

    @Test
    void everyPanelHasATitleAndAQueryAndAnIdOfItsOwn() {
        List<JsonNode> panels = this.dashboard.get("panels").valueStream().toList();
        assertThat(panels)
                .allSatisfy(panel -> assertThat(panel.path("title").asString()).isNotBlank());
        assertThat(panels.stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
        assertThat(panels)
                .filteredOn(panel -> !panel.get("type").asString().equals("row"))
                .hasSizeGreaterThan(8)
                .allSatisfy(panel -> assertThat(panel.get("targets")).isNotEmpty());
    }

    /** Returns the metrics after one successful and one failed call, so that every series has a value. */
    private Scrape scrape() {
        this.help.open("dashboard").expectStatus().isOk();
        this.help.send("dashboard", "Hello").expectStatus().isCreated();
        this.help.send("nowhere", "Hello").expectStatus().isNotFound();
        return this.help.scrape();
    }

    private Set<String> metrics() {
        return queries()
                .flatMap(query -> METRIC.matcher(query).results())
                .map(match -> match.group())
                .collect(Collectors.toSet());
    }

    private Stream<String> queries() {
        Stream<String> panels = this.dashboard.findValues("expr").stream().map(JsonNode::asString);
        Stream<String> variables = this.dashboard
                .get("templating")
                .get("list")
                .valueStream()
                .map(variable -> variable.path("query").path("query"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString);
        return Stream.concat(panels, variables);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}

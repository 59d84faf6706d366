package live.roomkit.boot.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedToken;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats changes as server-sent events. */
final class ChangeEvents {

    private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private ChangeEvents() {}

    /**
     * Returns one server-sent event that contains the given changes. The id of the event is {@code token}, the feed
     * position after these changes.
     */
    static byte[] event(List<Change> changes, FeedToken token) {
        ArrayNode data = JSON.createArrayNode();
        for (Change change : changes) {
            ObjectNode node = data.addObject();
            node.put("type", type(change));
            node.setAll((ObjectNode) JSON.valueToTree(change));
        }
        return ("event: changes\nid: " + token.value() + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the name of a change's kind, such as {@code event_appended}. */
    private static String type(Change change) {
        return INNER_CAPITAL
                .matcher(change.getClass().getSimpleName())
                .replaceAll("_")
                .toLowerCase(Locale.ROOT);
    }
}

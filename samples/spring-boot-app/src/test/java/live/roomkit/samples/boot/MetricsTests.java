package live.roomkit.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SampleTest
class MetricsTests {

    @Autowired
    private Help help;

    @Autowired
    private ConversationStore store;

    @Test
    void anOperationIsTimed() {
        this.help.open("timed").expectStatus().isOk();
        Map<String, String> labels = Map.of(
                "store_operation", "append_event",
                "store_table", "events",
                "outcome", "success",
                "sqlstate_class", "none",
                "error", "none");
        double before = sum(this.help.scrape(), "roomkit_store_seconds_count", labels);
        this.help.send("timed", "Hello").expectStatus().isCreated();
        this.help.send("timed", "Hello").expectStatus().isCreated();
        Scrape scrape = this.help.scrape();
        assertThat(scrape.values("roomkit_store_seconds_count", labels)).containsExactly(before + 2);
        assertThat(scrape.labels("roomkit_store_seconds_count")).isEqualTo(labels.keySet());
        assertThat(sum(scrape, "roomkit_store_seconds_sum", labels)).isPositive();
        assertThat(scrape.values("roomkit_store_seconds_bucket", labels)).hasSizeGreaterThan(10);
    }

    @Test
    void aFailureIsCountedByItsOutcome() {
        Map<String, String> labels = Map.of(
                "store_operation", "append_event",
                "store_table", "events",
                "outcome", "not_found",
                "error", "RoomNotFoundException");
        double before = sum(this.help.scrape(), "roomkit_store_seconds_count", labels);
        this.help.send("nowhere", "Hello").expectStatus().isNotFound();
        assertThat(sum(this.help.scrape(), "roomkit_store_seconds_count", labels))
                .isEqualTo(before + 1);
    }

    @Test
    void thePoolShowsItsFigures() {
        this.help.open("pool").expectStatus().isOk();
        Scrape scrape = this.help.scrape();
        Map<String, String> pool = Map.of("pool", "sample");
        assertThat(scrape.values("hikaricp_connections", pool))
                .singleElement()
                .satisfies(size -> assertThat(size).isPositive());
        assertThat(scrape.values("hikaricp_connections_max", pool)).containsExactly(10.0);
    }

    @Test
    void tenThousandRoomsAddNoSeries() {
        talk(0, 200);
        long before = storeSeries();
        talk(200, 10_000);
        assertThat(storeSeries()).isEqualTo(before).isPositive();
        assertThat(this.help.scrape().series())
                .noneMatch(series -> series.toString().contains("series-"));
    }

    private void talk(int from, int to) {
        IntStream.range(from, to).parallel().forEach(number -> {
            String roomId = "series-" + number;
            EventSource source = EventSource.inbound("series-channel-" + number, ChannelType.SMS);
            this.store.createRoom(Room.of(roomId));
            this.store.appendEvent(roomId, RoomEvent.message(roomId, source, TextContent.of("Hello")));
        });
        IntStream.range(from, Math.min(to, from + 50)).forEach(number -> {
            String roomId = "series-" + number;
            this.help.send(roomId, "Hello again").expectStatus().isCreated();
            this.help.get("/rooms/{roomId}", roomId).expectStatus().isOk();
            this.help
                    .get("/rooms/{roomId}", "series-missing-" + number)
                    .expectStatus()
                    .isNotFound();
        });
    }

    private long storeSeries() {
        return this.help.scrape().series().stream()
                .filter(series ->
                        series.name().startsWith("roomkit_") || series.name().startsWith("http_server_requests"))
                .count();
    }

    private static double sum(Scrape scrape, String name, Map<String, String> labels) {
        return scrape.values(name, labels).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}

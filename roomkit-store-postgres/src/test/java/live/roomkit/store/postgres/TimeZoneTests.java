package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomTimers;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests times from the first year to the last, in sessions whose time zone differs from those of the JVM and the
 * server. In the first year an offset has seconds, and the local year may be one before Christ or the year 10000.
 */
class TimeZoneTests {

    private static final List<Instant> TIMES = Stream.of(
                    "0001-01-01T00:00:00Z",
                    "0001-01-01T00:00:00.000001Z",
                    "1582-10-10T12:00:00.5Z",
                    "1969-12-31T23:59:59.999999Z",
                    "2026-03-29T01:30:00.123456Z",
                    "9999-12-31T23:59:59.999999Z")
            .map(Instant::parse)
            .toList();

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore observer = database.open();

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Apia", "America/St_Johns", "Africa/Monrovia"})
    void aTimeIsTheSameInEverySession(String zone) {
        try (HikariDataSource pool = pool(zone);
                PostgresStore store = PostgresStore.builder()
                        .dataSource(pool)
                        .migration(MigrationMode.NONE)
                        .open()) {
            assertThat(new JdbcTemplate(pool).queryForObject("SHOW TimeZone", String.class))
                    .isEqualTo(zone);
            for (Instant time : TIMES) {
                Room room = store.createRoom(room(time));
                assertThat(store.getRoom(room.id())).contains(room);
                assertThat(observer.getRoom(room.id())).contains(room);
                assertEvents(store, room.id(), time);
                assertChildren(store, room.id(), time);
            }
        }
    }

    private static void assertEvents(PostgresStore store, String id, Instant time) {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        List<RoomEvent> added = new ArrayList<>();
        added.add(store.appendEvent(id, event(id, time)).event());
        added.addAll(store.addEventsAutoIndex(id, List.of(event(id, time))));
        store.updateRoom(id, room -> {
            added.add(store.addEventAutoIndex(id, event(id, time)));
            return room;
        });

        assertThat(store.getTimeline(id, 10)).isEqualTo(added);
        assertThat(observer.getTimeline(id, 10)).isEqualTo(added);
        Instant lastActivityAt = store.getRoom(id).orElseThrow().timers().lastActivityAt();
        assertThat(lastActivityAt).isAfterOrEqualTo(before);
        assertThat(observer.getRoom(id).orElseThrow().timers().lastActivityAt()).isEqualTo(lastActivityAt);
        assertThat(store.listEvents(after(id, time))).isEmpty();
        if (time.isAfter(TIMES.get(0))) {
            assertThat(store.listEvents(after(id, time.minusNanos(1_000)))).isEqualTo(added);
        }
    }

    private static void assertChildren(PostgresStore store, String id, Instant time) {
        ChannelBinding binding = store.addBinding(ChannelBinding.builder(id, "sms-main", ChannelType.SMS)
                .attachedAt(time)
                .build());
        Participant participant = store.addParticipant(Participant.builder(id, "agent-1", "sms-main")
                .joinedAt(time)
                .resolvedAt(time)
                .build());
        Task task = store.addTask(Task.builder(id, "task-1").createdAt(time).build());

        assertThat(observer.listBindings(id)).containsExactly(binding);
        assertThat(observer.listParticipants(id)).containsExactly(participant);
        assertThat(store.listTasks(id)).containsExactly(task);
        assertThat(store.listTasks(id, null, 10, task.cursor())).isEmpty();
        assertThat(binding.attachedAt()).isEqualTo(time);
    }

    private static EventQuery after(String id, Instant time) {
        return EventQuery.builder(id)
                .filter(EventFilter.builder().afterTime(time).build())
                .build();
    }

    private static Room room(Instant time) {
        return Room.builder(UUID.randomUUID().toString())
                .createdAt(time)
                .updatedAt(time)
                .closedAt(time)
                .timers(new RoomTimers(null, null, time))
                .build();
    }

    private static RoomEvent event(String id, Instant time) {
        return RoomEvent.builder(id, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("hello"))
                .createdAt(time)
                .build();
    }

    private static HikariDataSource pool(String zone) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(Duration.ofSeconds(20).toMillis());
        config.setConnectionInitSql("SET TIME ZONE '" + zone + "'");
        return new HikariDataSource(config);
    }
}

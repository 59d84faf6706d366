package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedStart;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests a group whose members come and go while their handlers run and fail, and one room has most of the changes. */
class FeedConsumerRebalancingTests {

    private static final int ROOMS = 6;

    private static final int EVENTS_OF_THE_HOT_ROOM = 3_000;

    private static final int EVENTS = 100;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final HikariDataSource pool = Application.pool(this.database, 8, true);

    private final PostgresStore store = this.database.closing(
            PostgresStore.builder().dataSource(this.pool).feed(true).open());

    private final JdbcTemplate jdbc = new JdbcTemplate(this.pool);

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newFixedThreadPool(ROOMS);

    private final Deque<FeedConsumer> consumers = new ArrayDeque<>();

    private final Random failures = new Random(1);

    private void startConsumer() {
        this.consumers.addLast(ChangeFeed.of(this.store)
                .consumer("crm")
                .from(FeedStart.EARLIEST)
                .kinds(Change.EventAppended.class)
                .batch(100)
                .attempts(20, Duration.ofMillis(1))
                .onChange(this::handle)
                .start());
    }

    private void handle(Change change) {
        this.jdbc.update(
                "INSERT INTO effects (room, index) VALUES (?, ?)",
                change.roomId(),
                ((Change.EventAppended) change).index());
        if (this.failures.nextInt(200) == 0) {
            throw new IllegalStateException("the handler fails for a change");
        }
    }

    private static int eventsOf(int room) {
        return (room == 0) ? EVENTS_OF_THE_HOT_ROOM : EVENTS;
    }

    private void append(int room) {
        for (int n = 0; n < eventsOf(room); n++) {
            this.store.addEventAutoIndex("room-" + room, Application.message("room-" + room, "hello"));
        }
    }

    private long effects() {
        return this.jdbc.queryForObject("SELECT count(*) FROM effects", Long.class);
    }

    @Test
    void everyEffectIsThereOnceAndInOrder() {
        this.jdbc.execute("CREATE TABLE effects (id bigserial PRIMARY KEY, room text, index bigint)");
        IntStream.range(0, ROOMS).forEach(i -> this.store.createRoom(Room.of("room-" + i)));
        startConsumer();
        List<Future<?>> appending = new ArrayList<>();
        IntStream.range(0, ROOMS).forEach(i -> appending.add(this.threads.submit(() -> append(i))));
        long expected = IntStream.range(0, ROOMS)
                .mapToLong(FeedConsumerRebalancingTests::eventsOf)
                .sum();

        for (long step = 1; step < 12; step++) {
            long some = expected * step / 12;
            Eventually.isTrue(Duration.ofMinutes(1), () -> effects() >= some);
            startConsumer();
            if (step % 3 != 0) {
                this.consumers.removeFirst().close();
            }
        }

        Eventually.isTrue(Duration.ofMinutes(1), () -> effects() >= expected);
        assertThat(appending).allMatch(Future::isDone);
        assertThat(IntStream.range(0, ROOMS)
                        .mapToObj(i -> this.jdbc.queryForList(
                                "SELECT index FROM effects WHERE room = ? ORDER BY id", Long.class, "room-" + i)))
                .allSatisfy(indices -> assertThat(indices)
                        .isEqualTo(LongStream.range(0, indices.size()).boxed().toList()));
        assertThat(this.consumers.getLast().parkedRooms(10)).isEmpty();
        this.consumers.forEach(FeedConsumer::close);
    }
}

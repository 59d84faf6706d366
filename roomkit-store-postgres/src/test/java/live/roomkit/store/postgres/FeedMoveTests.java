package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedToken;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests writes that wait while their room moves to another organization. */
class FeedMoveTests {

    private static final String ROOM = "room";

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(builder -> builder.feed(true));

    static Stream<Write> writes() {
        return Stream.of(
                new Write("append", store -> store.appendEvent(ROOM, Application.message(ROOM, "hello"))),
                new Write("append with a key", store -> store.appendEvent(ROOM, Application.keyed(ROOM, "hello", "k"))),
                new Write(
                        "append of a batch",
                        store -> store.addEventsAutoIndex(ROOM, List.of(Application.message(ROOM, "hello")))),
                new Write("task", store -> store.addTask(Task.of(ROOM, "task"))),
                new Write("observation", store -> store.addObservation(Observation.of(ROOM, "observation"))),
                new Write("binding", store -> store.addBinding(ChannelBinding.of(ROOM, "sms", ChannelType.SMS))));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteThatWaitedBelongsToTheRoomsNewOrganization(Write write) throws Exception {
        this.store.createRoom(Room.builder(ROOM).organizationId("org-1").build());
        FeedToken start = ChangeFeed.of(this.store).latest();

        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?>[] waiting = new Future<?>[1];
            this.store.updateRoom(ROOM, room -> {
                waiting[0] = executor.submit(() -> write.work().accept(this.store));
                Eventually.isTrue(() -> this.database.blockedSessions() == 1);
                return room.toBuilder().organizationId("org-2").build();
            });
            waiting[0].get(20, TimeUnit.SECONDS);
        } finally {
            executor.shutdownNow();
        }

        List<Change> changes =
                ChangeFeed.of(this.store).read(FeedQuery.after(start)).changes();
        assertThat(changes).hasSize(2).extracting(Change::organizationId).containsOnly("org-2");
        assertThat(changes.get(0)).isInstanceOf(Change.RoomChanged.class);
    }

    private record Write(String name, Consumer<ConversationStore> work) {

        @Override
        public String toString() {
            return this.name;
        }
    }
}

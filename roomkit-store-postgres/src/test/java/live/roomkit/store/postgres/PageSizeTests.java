package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.event.EventQuery;
import live.roomkit.room.Room;
import live.roomkit.store.contract.PageSizeContract;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pages of a store whose server knows their sizes. */
class PageSizeTests extends PageSizeContract {

    @AutoClose
    private static final TwoNodes STORE =
            new TwoNodes(database -> database.open(builder -> builder.maxPageSize(MAX_PAGE_SIZE)));

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    PageSizeTests() {
        super(STORE);
    }

    @Test
    void aPageOfOrdinaryEventsIsReadByOneStatement() {
        StatementRecorder recorder = new StatementRecorder(database.dataSource());
        try (PostgresStore store = PostgresStore.builder().dataSource(recorder).open()) {
            String room =
                    store.createRoom(Room.of(UUID.randomUUID().toString())).id();
            IntStream.range(0, 3).forEach(i -> store.appendEvent(room, Application.message(room, "text " + i)));
            recorder.clear();

            assertThat(store.listEvents(EventQuery.newest(room, 50))).hasSize(3);
            assertThat(store.pageEvents(EventQuery.newest(room, 2)).hasMore()).isTrue();

            assertThat(recorder.executions()).hasSize(2);
        }
    }
}

package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Tests the number of round trips of each operation. Statements that commit by themselves need no BEGIN and no COMMIT.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RoundTripTests {

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final StatementRecorder recorder = new StatementRecorder(this.database.dataSource());

    @AutoClose
    private final PostgresStore store = PostgresStore.open(this.recorder);

    private String room = "";

    @BeforeEach
    void newRoom() {
        this.room = this.store.createRoom(Room.of(UUID.randomUUID().toString())).id();
        this.recorder.clear();
    }

    @Test
    void anAppendIsOneStatementThatCommitsByItself() {
        this.store.appendEvent(this.room, event().idempotencyKey("key").build());

        assertAutoCommitted(1);
    }

    @Test
    void anAppendOfADuplicateIsTwoStatements() {
        RoomEvent event = event().idempotencyKey("key").build();
        this.store.appendEvent(this.room, event);
        this.recorder.clear();

        assertThat(this.store.appendEvent(this.room, event).duplicate()).isTrue();

        assertThat(this.recorder.executions()).hasSize(2);
    }

    @Test
    void addingAnEventIsOneStatementThatCommitsByItself() {
        this.store.addEventAutoIndex(this.room, event().build());

        assertAutoCommitted(1);
    }

    @Test
    void aBatchIsOneStatementWhateverItsSize() {
        this.store.addEventsAutoIndex(
                this.room,
                IntStream.range(0, 100).mapToObj(i -> event().build()).toList());

        assertAutoCommitted(1);
    }

    @Test
    void anAppendInATransactionIsTwoStatementsWithoutASavepoint() {
        this.store.updateRoom(this.room, stored -> {
            this.recorder.clear();
            this.store.appendEvent(this.room, event().idempotencyKey("key").build());
            assertThat(this.recorder.executions()).hasSize(2);
            assertThat(this.recorder.otherCalls()).isEmpty();
            return stored;
        });
    }

    @Test
    void aBatchInATransactionIsTwoStatementsWithoutASavepoint() {
        this.store.updateRoom(this.room, stored -> {
            this.recorder.clear();
            this.store.addEventsAutoIndex(
                    this.room,
                    IntStream.range(0, 100).mapToObj(i -> event().build()).toList());
            assertThat(this.recorder.executions()).hasSize(2);
            assertThat(this.recorder.otherCalls()).isEmpty();
            return stored;
        });
    }

    @Test
    void gettingOrCreatingARoomThatIsThereIsOneStatement() {
        this.store.getOrCreateRoom(Room.of(this.room));

        assertAutoCommitted(1);
    }

    @Test
    void gettingOrCreatingARoomThatIsNotThereIsTwoStatements() {
        this.store.getOrCreateRoom(Room.of(UUID.randomUUID().toString()));

        assertAutoCommitted(2);
    }

    @Test
    void aRoomsContextIsOneStatement() {
        this.store.addBinding(ChannelBinding.of(this.room, "ai-main", ChannelType.AI));
        this.store.addParticipant(Participant.of(this.room, "agent-1", "ai-main"));
        this.recorder.clear();

        this.store.loadRoomContext(this.room);

        assertAutoCommitted(1);
    }

    @Test
    void theUnreadOfManyRoomsIsOneStatement() {
        this.store.getUnreadCounts(List.of(this.room, "room-2", "room-3"), "ai-main");

        assertAutoCommitted(1);
    }

    @Test
    void theUnreadOfManyRoomsOfAnOrganizationIsOneStatement() {
        this.store.forOrganization("org-1").getUnreadCounts(List.of(this.room, "room-2", "room-3"), "ai-main");

        assertAutoCommitted(1);
    }

    @Test
    void aPageOfEventsIsOneStatement() {
        this.store.getTimeline(this.room, 50);

        assertAutoCommitted(1);
    }

    @Test
    void patchingMetadataIsOneStatement() {
        this.store.patchRoomMetadata(this.room, Map.of("a", 1));

        assertAutoCommitted(1);
    }

    @Test
    void addingABindingIsOneStatement() {
        this.store.addBinding(ChannelBinding.of(this.room, "ai-main", ChannelType.AI));

        assertAutoCommitted(1);
    }

    @Test
    void markingAsReadIsTwoStatementsInATransaction() {
        this.store.appendEvent(this.room, event().build());
        this.store.markAllRead(this.room, "ai-main");
        RoomEvent event = this.store.appendEvent(this.room, event().build()).event();
        this.recorder.clear();

        this.store.markRead(this.room, "ai-main", event.id());

        assertThat(this.recorder.executions()).hasSize(2);
        assertThat(this.recorder.otherCalls()).containsExactly("setAutoCommit", "commit", "setAutoCommit");
    }

    @Test
    void theFirstMarkerOfAChannelTouchesTheRoom() {
        RoomEvent event = this.store.appendEvent(this.room, event().build()).event();
        this.recorder.clear();

        this.store.markRead(this.room, "ai-main", event.id());

        assertThat(this.recorder.executions()).hasSize(3);
    }

    private void assertAutoCommitted(int statements) {
        assertThat(this.recorder.executions()).hasSize(statements).allMatch(StatementRecorder.Execution::autoCommit);
        assertThat(this.recorder.otherCalls()).isEmpty();
    }

    private RoomEventBuilder event() {
        return RoomEvent.builder(this.room, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("hello"));
    }
}

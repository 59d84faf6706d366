package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tests rows that another program damaged. The store keeps content as it is, and reports an unreadable row without its
 * text.
 */
class MalformedRowTests {

    private static final String SECRET = "4711-secret-4711";

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore store = database.open();

    private String room = "";

    @BeforeEach
    void writeRecords() {
        this.room = UUID.randomUUID().toString();
        store.createRoom(Room.of(this.room));
        store.addEventAutoIndex(this.room, event("before"));
        store.addEventAutoIndex(this.room, event(this.room));
        store.addEventAutoIndex(this.room, event("after"));
        store.addBinding(ChannelBinding.of(this.room, this.room, ChannelType.SMS));
        store.addParticipant(Participant.of(this.room, this.room, "sms-main"));
        store.addTask(Task.of(this.room, this.room));
        store.addObservation(Observation.of(this.room, this.room));
        store.createIdentity(Identity.builder(this.room)
                .channelAddresses(Map.of(ChannelType.SMS, List.of(this.room)))
                .build());
    }

    private RoomEvent event(String id) {
        return RoomEvent.builder(this.room, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of(id))
                .id(id)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"hologram\", \"beam\": [1, 2.50, null]}",
                "{\"type\": \"text\"}",
                "{\"type\": \"text\", \"body\": {\"a\": 1}}",
                "{\"type\": \"location\", \"latitude\": 91, \"longitude\": 0}",
                "{\"type\": \"media\", \"url\": \"ftp://example.org\", \"mime_type\": \"image/png\"}",
                "{\"type\": 7, \"body\": \"hello\"}",
                "{\"body\": \"hello\"}",
                "{}",
                "[\"text\"]",
                "\"text\"",
                "42",
                "null"
            })
    void unreadableContentIsKeptAsItIsAndDoesNotHideThePage(String content) {
        spoil("events", "jsonb_set(data, '{content}', '" + content + "')");
        Object json = json(content);

        List<RoomEvent> page = store.getTimeline(this.room, 10);

        assertThat(page).extracting(RoomEvent::id).containsExactly("before", this.room, "after");
        assertThat(page.get(1).content()).isEqualTo(new UnknownContent(json));
        assertThat(store.getEvent(this.room, this.room)).contains(page.get(1));
        store.updateEvent(page.get(1).toBuilder().metadata(Map.of("seen", true)).build());
        assertThat(store.getEvent(this.room, this.room).orElseThrow().content()).isEqualTo(new UnknownContent(json));
    }

    @Test
    void contentThatIsNotThereAtAllDoesNotHideThePage() {
        spoil("events", "data - 'content'");

        List<RoomEvent> page = store.getTimeline(this.room, 10);

        assertThat(page)
                .extracting(RoomEvent::content)
                .containsExactly(TextContent.of("before"), new UnknownContent(null), TextContent.of("after"));
    }

    @Test
    void onlyThePartThatCannotBeReadIsUnknown() {
        spoil(
                "events",
                "jsonb_set(data, '{content}', '{\"type\": \"composite\", \"parts\":"
                        + " [{\"type\": \"text\", \"body\": \"hello\"}, {\"type\": \"hologram\"}]}')");

        EventContent content =
                store.getEvent(this.room, this.room).orElseThrow().content();

        assertThat(content)
                .isEqualTo(new CompositeContent(
                        List.of(TextContent.of("hello"), new UnknownContent(Map.of("type", "hologram")))));
    }

    /** Reads the damaged row. */
    record Read(String table, String name, Reading reading) {

        @Override
        public String toString() {
            return this.table + " " + this.name;
        }
    }

    interface Reading {

        Object of(ConversationStore store, String id);
    }

    static Stream<Read> reads() {
        return Stream.of(
                new Read("rooms", "getRoom", ConversationStore::getRoom),
                new Read("rooms", "loadRoomContext", ConversationStore::loadRoomContext),
                new Read("rooms", "updateRoom by function", (s, id) -> s.updateRoom(id, room -> room)),
                new Read("rooms", "getOrCreateRoom", (s, id) -> s.getOrCreateRoom(Room.of(id))),
                new Read("events", "getEvent", (s, id) -> s.getEvent(id, id)),
                new Read("events", "getEvent in any room", (s, id) -> s.findEvent(id)),
                new Read("events", "getTimeline", (s, id) -> s.getTimeline(id, 10)),
                new Read(
                        "events",
                        "streamEvents",
                        (s, id) ->
                                s.streamEvents(EventQuery.builder(id).build()).toList()),
                new Read("bindings", "getBinding", (s, id) -> s.getBinding(id, id)),
                new Read("bindings", "listBindings", ConversationStore::listBindings),
                new Read("bindings", "loadRoomContext", ConversationStore::loadRoomContext),
                new Read("participants", "getParticipant", (s, id) -> s.getParticipant(id, id)),
                new Read("participants", "listParticipants", ConversationStore::listParticipants),
                new Read("participants", "loadRoomContext", ConversationStore::loadRoomContext),
                new Read("identities", "getIdentity", ConversationStore::getIdentity),
                new Read("identities", "resolveIdentity", (s, id) -> s.resolveIdentity(ChannelType.SMS, id)),
                new Read("identities", "linkAddress", (s, id) -> s.linkAddress(id, ChannelType.SMS, "other")),
                new Read("tasks", "getTask", (s, id) -> s.getTask(id, id)),
                new Read("tasks", "listTasks", ConversationStore::listTasks),
                new Read("observations", "listObservations", ConversationStore::listObservations));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void whatIsNoRecordIsToldWithoutWhatItSays(Read read) {
        for (String data : List.of("[\"" + SECRET + "\"]", "\"" + SECRET + "\"", "4711", "null", "true")) {
            spoil(read.table(), "CAST('" + data + "' AS jsonb)");
            assertUnreadable(read);
        }
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aRecordWithoutItsIdIsToldWithoutWhatItSays(Read read) {
        String id = read.table().equals("bindings") ? "channel_id" : "id";
        String type = (read.table().equals("events")) ? "source" : id;
        spoil(read.table(), "(data - '" + type + "') || '{\"secret\": \"" + SECRET + "\"}'");

        assertUnreadable(read);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aRecordWithAValueOfAnotherFormIsToldWithoutWhatItSays(Read read) {
        spoil(read.table(), "jsonb_set(data, '{metadata}', '[\"" + SECRET + "\"]')");

        assertUnreadable(read);
    }

    /** An update of the spoilt row, which returns what it made of it. */
    static Stream<Read> writes() {
        return Stream.of(
                new Read("rooms", "updateRoom", (s, id) -> s.updateRoom(Room.of(id))),
                new Read("rooms", "patchRoomMetadata", (s, id) -> s.patchRoomMetadata(id, Map.of("a", 1))),
                new Read(
                        "events",
                        "updateEvent",
                        (s, id) -> s.updateEvent(RoomEvent.builder(
                                        id, EventSource.inbound("sms-main", ChannelType.SMS), TextContent.of("a"))
                                .id(id)
                                .build())),
                new Read(
                        "bindings",
                        "updateBinding",
                        (s, id) -> s.updateBinding(ChannelBinding.of(id, id, ChannelType.SMS))),
                new Read("bindings", "addBinding", (s, id) -> s.addBinding(ChannelBinding.of(id, id, ChannelType.SMS))),
                new Read(
                        "participants",
                        "updateParticipant",
                        (s, id) -> s.updateParticipant(Participant.of(id, id, "sms-main"))),
                new Read(
                        "participants",
                        "addParticipant",
                        (s, id) -> s.addParticipant(Participant.of(id, id, "sms-main"))),
                new Read("identities", "updateIdentity", (s, id) -> s.updateIdentity(Identity.of(id))),
                new Read("tasks", "updateTask", (s, id) -> s.updateTask(Task.of(id, id))));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void anUpdateOfWhatIsNoRecordIsNoSuccess(Read write) {
        for (String data : List.of("[\"" + SECRET + "\"]", "\"" + SECRET + "\"", "4711", "null")) {
            spoil(write.table(), "CAST('" + data + "' AS jsonb)");
            String before = data(write.table());

            StoreException failure = assertUnreadable(write);

            if (!data(write.table()).equals(before)) {
                assertThat(failure.isOutcomeKnown()).isFalse();
            }
        }
    }

    private String data(String table) {
        return jdbc.queryForObject(
                "SELECT data::text FROM roomkit." + table + " WHERE " + StoredRow.idColumn(table) + " = ?",
                String.class,
                this.room);
    }

    private StoreException assertUnreadable(Read read) {
        Throwable failure = catchThrowable(() -> read.reading().of(store, this.room));

        assertThat(failure).isExactlyInstanceOf(StoreException.class);
        assertThat(ExceptionWords.of(failure)).doesNotContain("4711");
        return (StoreException) failure;
    }

    /** Replaces the data of the record that has the room's id as its own. */
    private void spoil(String table, String expression) {
        StoredRow.setData(jdbc, table, this.room, expression);
    }

    /** What a store makes of free-form JSON. */
    private Object json(String text) {
        spoil("tasks", "jsonb_set(data, '{metadata}', '{\"value\": " + text + "}')");
        return store.getTask(this.room, this.room).orElseThrow().metadata().get("value");
    }
}

package live.roomkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.inbox.InboxEntry;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that a search in one organization finds nothing of a room that another thread moves between two organizations.
 * The room has an event, a task, an observation and a second channel only while it belongs to the other organization.
 */
class MovedRoomTests {

    private static final String HERE = "here";

    private static final String THERE = "there";

    /** More threads than processors, so that a thread is often interrupted in the middle of a search. */
    private static final int SEARCHERS = 8;

    private static final int SEARCHES = 20_000;

    @TestFactory
    Stream<DynamicTest> findsNothingOfAnotherOrganization() {
        Map<String, Function<ConversationStore, Collection<?>>> searches = new LinkedHashMap<>();
        searches.put(
                "findRooms",
                store -> foreign(
                        store.findRooms(RoomQuery.builder().organizationId(HERE).build())));
        searches.put(
                "listRooms",
                store -> foreign(store.listRooms(RoomLookup.ofChannel("channel").organizationId(HERE))));
        searches.put(
                "listInbox",
                store -> foreign(store.listInbox(InboxQuery.ofOrganization(HERE)).entries().stream()
                        .map(InboxEntry::room)
                        .toList()));
        searches.put("findRoomIdsByChannel", store -> store.findRoomIdsByChannel("second", null, HERE, 10));
        searches.put(
                "listTasks",
                store ->
                        store.listTasks(TaskQuery.builder().organizationId(HERE).build()));
        searches.put(
                "listObservations",
                store -> store.listObservations(
                        ObservationQuery.builder().organizationId(HERE).build()));
        searches.put("findTask", store -> store.findTask("task", HERE).stream().toList());
        searches.put(
                "findEvent", store -> store.findEvent("event", HERE).stream().toList());
        searches.put(
                "getUnreadCounts",
                store -> store.getUnreadCounts(List.of("room"), "channel", HERE).values().stream()
                        .filter(count -> count > 0)
                        .toList());
        return searches.entrySet().stream()
                .map(search -> DynamicTest.dynamicTest(search.getKey(), () -> searchWhileMoving(search.getValue())));
    }

    private static void searchWhileMoving(Function<ConversationStore, Collection<?>> question) throws Exception {
        ConversationStore store = new InMemoryStore();
        store.createRoom(Room.builder("room").organizationId(HERE).build());
        store.addBinding(ChannelBinding.of("room", "channel", ChannelType.SMS));
        Queue<Object> found = new ConcurrentLinkedQueue<>();
        ExecutorService executor = Executors.newFixedThreadPool(SEARCHERS + 1);
        try {
            Future<?> moving = executor.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    moveThereAndBack(store);
                }
            });
            List<Future<?>> searching = new ArrayList<>();
            for (int i = 0; i < SEARCHERS; i++) {
                searching.add(executor.submit(
                        () -> IntStream.range(0, SEARCHES).forEach(search -> found.addAll(question.apply(store)))));
            }
            for (Future<?> searcher : searching) {
                searcher.get(60, TimeUnit.SECONDS);
            }
            assertThat(moving).isNotDone();
        } finally {
            executor.shutdownNow();
        }
        assertThat(found).isEmpty();
    }

    private static void moveThereAndBack(ConversationStore store) {
        move(store, THERE);
        store.appendEvent(
                "room",
                RoomEvent.builder("room", EventSource.inbound("sms", ChannelType.SMS), TextContent.of("text"))
                        .id("event")
                        .build());
        store.addTask(Task.of("room", "task"));
        store.addObservation(Observation.of("room", "observation"));
        store.addBinding(ChannelBinding.of("room", "second", ChannelType.SMS));
        store.removeBinding("room", "second");
        store.deleteObservation("room", "observation");
        store.deleteTask("room", "task");
        store.deleteEvent("room", "event");
        move(store, HERE);
    }

    private static void move(ConversationStore store, String organizationId) {
        store.updateRoom(
                "room", room -> room.toBuilder().organizationId(organizationId).build());
    }

    private static List<Room> foreign(List<Room> rooms) {
        return rooms.stream()
                .filter(room -> !HERE.equals(room.organizationId()))
                .toList();
    }
}

package live.roomkit.samples.quickstart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.Visibility;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import live.roomkit.task.TaskStatus;

/**
 * Calls the operations of a conversation store, and prints their results in sections. Creates a room and identities
 * with new ids, and deletes them afterwards.
 */
final class Walkthrough {

    private static final int THREADS = 16;

    private static final int EVENTS_PER_THREAD = 25;

    private final ConversationStore store;

    private final Report report;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    private final String organization = name("org");

    private final String roomId = name("room");

    Walkthrough(ConversationStore store, Report report) {
        this.store = store;
        this.report = report;
    }

    void run() {
        rooms();
        lookups();
        concurrentIndexing();
        idempotency();
        eventQueries();
        identities();
        readTracking();
        tasks();
        observations();
        organizations();
        cascade();
    }

    private void rooms() {
        this.report.section("Room operations");
        Room room = this.store.createRoom(Room.builder(this.roomId)
                .organizationId(this.organization)
                .metadata(Map.of("tier", "premium"))
                .build());
        this.report.expect("createRoom(room)", RoomStatus.ACTIVE, room.status());
        this.report.expect(
                "getRoom(id) equals the created room",
                true,
                this.store.getRoom(this.roomId).equals(Optional.of(room)));
        this.report.expectRefusal(
                "createRoom with a taken id",
                DuplicateIdException.class,
                () -> this.store.createRoom(Room.of(this.roomId)));
        Room paused =
                this.store.updateRoom(room.toBuilder().status(RoomStatus.PAUSED).build());
        this.report.expect("updateRoom(status = paused)", RoomStatus.PAUSED, paused.status());
        Room active = this.store.updateRoom(
                this.roomId, r -> r.toBuilder().status(RoomStatus.ACTIVE).build());
        this.report.expect("updateRoom(id, room -> changed)", RoomStatus.ACTIVE, active.status());
        Room patched = this.store.patchRoomMetadata(this.roomId, Map.of("language", "en"));
        this.report.expect(
                "patchRoomMetadata(language)", Map.of("tier", "premium", "language", "en"), patched.metadata());
        this.report.expect(
                "getOrCreateRoom(existing)",
                this.roomId,
                this.store.getOrCreateRoom(Room.of(this.roomId)).id());
    }

    private void lookups() {
        this.report.section("Room look-ups");
        this.store.addBinding(ChannelBinding.builder(this.roomId, name("sms-main"), ChannelType.SMS)
                .participantId(name("alice"))
                .build());
        this.store.addParticipant(Participant.of(this.roomId, name("alice"), name("sms-main")));
        RoomQuery query = RoomQuery.builder()
                .organizationId(this.organization)
                .statuses(Set.of(RoomStatus.ACTIVE))
                .metadata(Map.of("tier", "premium"))
                .build();
        this.report.expect(
                "findRooms(organization, active, tier = premium)",
                List.of(this.roomId),
                ids(this.store.findRooms(query)));
        this.report.expect(
                "listRooms(0, 50) has at most 50",
                true,
                this.store.listRooms(0, 50).size() <= 50);
        this.report.expect(
                "findLatestRoom(participant, sms, active)",
                this.roomId,
                this.store
                        .findLatestRoom(RoomLookup.ofParticipant(name("alice"))
                                .channelType(ChannelType.SMS)
                                .status(RoomStatus.ACTIVE))
                        .map(Room::id)
                        .orElse(""));
        this.report.expect(
                "findRoomIdByChannel(channel, active)",
                this.roomId,
                this.store
                        .findRoomIdByChannel(name("sms-main"), RoomStatus.ACTIVE)
                        .orElse(""));
        this.report.expect(
                "loadRoomContext(id): bindings, participants",
                List.of(1, 1),
                this.store
                        .loadRoomContext(this.roomId)
                        .map(c -> List.of(c.bindings().size(), c.participants().size()))
                        .orElse(List.of()));
    }

    private void concurrentIndexing() {
        this.report.section(
                "Event indexing: " + THREADS + " threads append " + EVENTS_PER_THREAD + " events each to one room");
        List<Callable<List<Long>>> writers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            writers.add(() -> LongStream.range(0, EVENTS_PER_THREAD)
                    .mapToObj(i -> this.store
                            .addEventAutoIndex(this.roomId, message("message " + i))
                            .index())
                    .toList());
        }
        TreeSet<Long> indices = new TreeSet<>();
        InParallel.call(writers).forEach(indices::addAll);
        long total = (long) THREADS * EVENTS_PER_THREAD;
        this.report.expect("distinct indices", (int) total, indices.size());
        this.report.expect("first and last index", List.of(0L, total - 1), List.of(indices.first(), indices.last()));
        Room room = this.store.getRoom(this.roomId).orElseThrow();
        this.report.expect(
                "room.eventCount and latestIndex",
                List.of(total, total - 1),
                List.of(room.eventCount(), room.latestIndex()));
    }

    private void idempotency() {
        this.report.section("Idempotency: a repeated delivery is stored once");
        String key = name("provider-message");
        RoomEvent event = RoomEvent.builder(this.roomId, source(), TextContent.of("Hello"))
                .idempotencyKey(key)
                .build();
        AppendResult first = this.store.appendEvent(this.roomId, event);
        AppendResult again = this.store.appendEvent(
                this.roomId,
                RoomEvent.builder(this.roomId, source(), TextContent.of("Hello"))
                        .idempotencyKey(key)
                        .build());
        this.report.expect(
                "appendEvent(event).duplicate, then the same key again",
                List.of(false, true),
                List.of(first.duplicate(), again.duplicate()));
        this.report.expect(
                "both give the same event", first.event().id(), again.event().id());
        this.report.expectRefusal(
                "appendEvent with that key and another text",
                IdempotencyConflictException.class,
                () -> this.store.appendEvent(
                        this.roomId,
                        RoomEvent.builder(this.roomId, source(), TextContent.of("Something else"))
                                .idempotencyKey(key)
                                .build()));
        this.report.expect(
                "checkIdempotency(key), (unknown key)",
                List.of(true, false),
                List.of(
                        this.store.checkIdempotency(this.roomId, key),
                        this.store.checkIdempotency(this.roomId, "no-such-key")));
    }

    private void eventQueries() {
        this.report.section("Event queries");
        this.store.appendEvent(
                this.roomId,
                message("For the staff only").toBuilder()
                        .visibility(Visibility.INTERNAL)
                        .build());
        long count = this.store.getEventCount(this.roomId);
        this.report.expect("getEventCount(room)", (long) THREADS * EVENTS_PER_THREAD + 2, count);
        this.report.expect(
                "listEvents(room, 0, 3)", List.of(0L, 1L, 2L), indices(this.store.listEvents(this.roomId, 0, 3)));
        this.report.expect(
                "listEvents(newest 2), ascending",
                List.of(count - 2, count - 1),
                indices(this.store.listEvents(EventQuery.newest(this.roomId, 2))));
        this.report.expect(
                "listEvents(last 2 before index 10)",
                List.of(8L, 9L),
                indices(this.store.listEvents(EventQuery.builder(this.roomId)
                        .beforeIndex(10L)
                        .limit(2)
                        .build())));
        this.report.expect(
                "listEvents(room, visibility = internal)",
                List.of(count - 1),
                indices(this.store.listEvents(this.roomId, EventFilter.ofVisibility(Visibility.INTERNAL))));
        this.report.expect(
                "getConversation(room, 5)",
                5,
                this.store.getConversation(this.roomId, 5).size());
        this.report.expect(
                "streamEvents(room).count()",
                count,
                this.store.streamEvents(EventQuery.of(this.roomId)).count());
    }

    private void identities() {
        this.report.section("Identities");
        String number = "+1" + Math.abs((long) this.suffix.hashCode());
        Identity alice = this.store.createIdentity(Identity.builder(name("user-1"))
                .displayName("Alice")
                .channelAddresses(Map.of(
                        ChannelType.SMS, List.of(number),
                        ChannelType.EMAIL, List.of(name("alice") + "@example.com")))
                .build());
        this.report.expect(
                "resolveIdentity(sms, number)",
                alice.id(),
                this.store
                        .resolveIdentity(ChannelType.SMS, number)
                        .map(Identity::id)
                        .orElse(""));
        this.store.linkAddress(alice.id(), ChannelType.WHATSAPP, number);
        this.report.expect(
                "linkAddress(whatsapp, number), resolved",
                alice.id(),
                this.store
                        .resolveIdentity(ChannelType.WHATSAPP, number)
                        .map(Identity::id)
                        .orElse(""));
        Identity bob = this.store.createIdentity(Identity.of(name("user-2")));
        this.report.expectRefusal(
                "linkAddress of an address that another identity holds",
                AddressConflictException.class,
                () -> this.store.linkAddress(bob.id(), ChannelType.SMS, number));
        this.store.moveAddress(bob.id(), ChannelType.SMS, number);
        this.report.expect(
                "moveAddress(bob, sms, number), resolved",
                bob.id(),
                this.store
                        .resolveIdentity(ChannelType.SMS, number)
                        .map(Identity::id)
                        .orElse(""));
        this.report.expect(
                "deleteIdentity",
                List.of(true, true),
                List.of(this.store.deleteIdentity(alice.id()), this.store.deleteIdentity(bob.id())));
    }

    private void readTracking() {
        this.report.section("Read tracking");
        String channel = name("ws-alice");
        long count = this.store.getEventCount(this.roomId);
        this.report.expect(
                "getUnreadCount before any event is read", count, this.store.getUnreadCount(this.roomId, channel));
        RoomEvent tenth = this.store.listEvents(this.roomId, 9, 1).get(0);
        this.report.expect("markRead(tenth event)", true, this.store.markRead(this.roomId, channel, tenth.id()));
        this.report.expect("getUnreadCount", count - 10, this.store.getUnreadCount(this.roomId, channel));
        this.report.expect(
                "markRead(an event that does not exist)",
                false,
                this.store.markRead(this.roomId, channel, "no-such-event"));
        this.store.markAllRead(this.roomId, channel);
        this.report.expect("markAllRead, then getUnreadCount", 0L, this.store.getUnreadCount(this.roomId, channel));
        this.store.appendEvent(this.roomId, message("One more"));
        this.report.expect(
                "after one more message",
                Map.of(this.roomId, 1L),
                this.store.getUnreadCounts(List.of(this.roomId), channel));
    }

    private void tasks() {
        this.report.section("Tasks");
        Task task = this.store.addTask(Task.of(this.roomId, name("task-1")));
        this.report.expect(
                "listTasks(room, pending)",
                List.of(task.id()),
                this.store.listTasks(this.roomId, TaskStatus.PENDING).stream()
                        .map(Task::id)
                        .toList());
        this.store.updateTask(task.toBuilder().status(TaskStatus.COMPLETED).build());
        this.report.expect(
                "updateTask(completed), then listTasks(room, pending)",
                List.of(),
                this.store.listTasks(this.roomId, TaskStatus.PENDING));
    }

    private void observations() {
        this.report.section("Observations");
        this.store.addObservation(Observation.builder(this.roomId, name("obs-1"))
                .category("mood")
                .data(Map.of("sentiment", 0.8))
                .build());
        this.report.expect(
                "listObservations(room)",
                List.of("{sentiment=0.8}"),
                this.store.listObservations(this.roomId).stream()
                        .map(o -> o.data().toString())
                        .toList());
    }

    private void organizations() {
        this.report.section("Organizations");
        ConversationStore own = this.store.forOrganization(this.organization);
        ConversationStore other = this.store.forOrganization(name("another-org"));
        this.report.expect(
                "forOrganization(own).getRoom, forOrganization(another).getRoom",
                List.of(true, false),
                List.of(
                        own.getRoom(this.roomId).isPresent(),
                        other.getRoom(this.roomId).isPresent()));
    }

    private void cascade() {
        this.report.section("Closing and deleting");
        this.store.updateRoom(
                this.roomId,
                room -> room.toBuilder()
                        .status(RoomStatus.CLOSED)
                        .closedAt(Instant.now())
                        .build());
        this.report.expectRefusal(
                "appendEvent to a closed room",
                RoomClosedException.class,
                () -> this.store.appendEvent(this.roomId, message("Too late")));
        this.report.expect("deleteRoom(room)", true, this.store.deleteRoom(this.roomId));
        this.report.expect(
                "after deleteRoom: events, bindings, participants, tasks, observations, markers",
                List.of(0, 0, 0, 0, 0, 0),
                List.of(
                        this.store.listEvents(EventQuery.of(this.roomId)).size(),
                        this.store.listBindings(this.roomId).size(),
                        this.store.listParticipants(this.roomId).size(),
                        this.store.listTasks(this.roomId).size(),
                        this.store.listObservations(this.roomId).size(),
                        this.store.listReadMarkers(this.roomId).size()));
        this.report.expectRefusal(
                "appendEvent to a room that does not exist",
                RoomNotFoundException.class,
                () -> this.store.appendEvent(this.roomId, message("Too late")));
    }

    private RoomEvent message(String text) {
        return RoomEvent.message(this.roomId, source(), TextContent.of(text));
    }

    private EventSource source() {
        return EventSource.inbound(name("sms-main"), ChannelType.SMS);
    }

    private String name(String name) {
        return name + "-" + this.suffix;
    }

    private static List<String> ids(List<Room> rooms) {
        return rooms.stream().map(Room::id).toList();
    }

    private static List<Long> indices(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::index).toList();
    }
}

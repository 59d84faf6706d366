package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventSource;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityCursor;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.participant.Participant;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;
import live.roomkit.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of a store in every form that makes a statement of its own, on a {@link LargeDataset}. The reads look
 * for what is hard to find.
 */
final class EveryOperation {

    private static final EventSource SOURCE = EventSource.inbound("ai-main", ChannelType.AI);

    private static final Set<TaskStatus> ALL = Set.of();

    private final List<Step> steps = new ArrayList<>();

    private final LargeDataset data;

    private EveryOperation(LargeDataset data) {
        this.data = data;
    }

    static List<Step> on(LargeDataset data) {
        EveryOperation operations = new EveryOperation(data);
        operations.readRooms();
        operations.writeRooms();
        operations.steps.addAll(RoomSearches.on(data));
        operations.steps.addAll(EventReads.on(data));
        operations.append();
        operations.changeEvents();
        operations.bindingsAndParticipants();
        operations.identities();
        operations.tasksAndObservations();
        operations.readMarkers();
        operations.steps.addAll(ProtectionSteps.on(data));
        operations.steps.addAll(Inboxes.on(data));
        operations.steps.addAll(OperationsByName.on(data));
        return operations.steps;
    }

    private void readRooms() {
        step("read a room", store -> store.getRoom(this.data.hotRoom()));
        step("look whether a room exists", store -> store.roomExists(this.data.hotRoom()));
        step("load a room's context", store -> store.loadRoomContext(this.data.hotRoom()));
        step("read a delivered index", store -> store.getDeliveredIndex(this.data.hotRoom()));
        step("count a room's events", store -> store.getEventCount(this.data.hotRoom()));
    }

    private void writeRooms() {
        Room room = Room.builder("room-new").organizationId("org-1").build();
        step("create a room", store -> store.createRoom(room));
        step("get or create a room that is there", store -> store.getOrCreateRoom(room));
        step("get or create a room that is not", store -> store.getOrCreateRoom(Room.of("room-newer")));
        step(
                "update a room",
                store -> store.updateRoom(Room.builder(this.data.room(11))
                        .status(RoomStatus.ACTIVE)
                        .build()));
        step(
                "update a room in a callback",
                store -> store.updateRoom(
                        this.data.hotRoom(),
                        stored -> stored.toBuilder().status(RoomStatus.PAUSED).build()));
        step(
                "set the last activity of a room",
                store -> store.updateRoom(
                        this.data.room(11),
                        stored -> stored.toBuilder()
                                .timers(stored.timers().withLastActivityAt(this.data.createdAt(11)))
                                .build()));
        step(
                "patch a room's metadata",
                store -> store.patchRoomMetadata(this.data.room(11), Map.of("a", 1), Set.of("topic")));
        step(
                "advance a delivered index",
                store -> store.advanceDeliveredIndex(this.data.hotRoom(), 1_000_000, GapPolicy.SKIP));
        step("delete a room", store -> store.deleteRoom(this.data.room(12)));
        proportional("delete a room with many events", "deletes each of them; deleteRoom says so", store -> {
            String many = store.createRoom(Room.of("room-many")).id();
            store.addEventsAutoIndex(
                    many,
                    IntStream.range(0, 1_100).mapToObj(i -> event(many).build()).toList());
            store.deleteRoom(many);
        });
    }

    private void append() {
        String hot = this.data.hotRoom();
        RoomEvent first = event(hot).idempotencyKey("new-key").build();
        step("append an event", store -> store.appendEvent(hot, first));
        step("append it again", store -> store.appendEvent(hot, first));
        step("append it again under another id", store -> {
            store.appendEvent(hot, first.toBuilder().id("another").build());
        });
        step("append an event without key twice", store -> {
            RoomEvent event = event(hot).build();
            store.appendEvent(hot, event);
            store.appendEvent(hot, event);
        });
        step(
                "append in a transaction",
                store -> store.updateRoom(hot, room -> {
                    store.appendEvent(
                            hot, event(hot).idempotencyKey("newer-key").build());
                    return room.toBuilder().status(RoomStatus.ACTIVE).build();
                }));
        step(
                "append to a closed room",
                store -> refused(() -> store.appendEvent(
                        this.data.room(13), event(this.data.room(13)).build())));
        step("append to a full room", store -> {
            String full = store.createRoom(Room.of("room-full")).id();
            store.addEvent(event(full).index((1L << 53) - 1).build());
            refused(() -> store.appendEvent(full, event(full).build()));
        });
        step("add an event", store -> store.addEventAutoIndex(hot, event(hot).build()));
        step(
                "add a batch",
                store -> store.addEventsAutoIndex(
                        hot,
                        IntStream.range(0, 20)
                                .mapToObj(i ->
                                        event(hot).idempotencyKey("batch-" + i).build())
                                .toList()));
        step(
                "add a batch in a transaction",
                store -> store.updateRoom(hot, room -> {
                    store.addEventsAutoIndex(
                            hot, List.of(event(hot).build(), event(hot).build()));
                    return room.toBuilder().status(RoomStatus.ACTIVE).build();
                }));
        step(
                "add a batch with a used key",
                store -> refused(() -> store.addEventsAutoIndex(
                        hot,
                        List.of(
                                event(hot).build(),
                                event(hot).idempotencyKey("new-key").build()))));
        step(
                "add a batch with a used id",
                store -> refused(() -> store.addEventsAutoIndex(
                        hot,
                        List.of(event(hot).build(), event(hot).id(first.id()).build()))));
        step(
                "add an event at its index",
                store -> store.addEvent(event(hot).index(2_000_000).build()));
        step(
                "add an event in a gap",
                store -> store.addEvent(event(this.data.gapRoom()).index(7).build()));
    }

    private void changeEvents() {
        String hot = this.data.hotRoom();
        step(
                "update an event",
                store -> store.updateEvent(
                        event(hot).id(this.data.event(hot, 100)).build()));
        step(
                "update an event that is not there",
                store -> refused(() -> store.updateEvent(event(hot).build())));
        step(
                "change an event in a callback",
                store -> store.updateEvent(hot, this.data.event(hot, 100), stored -> stored));
        step("append an event and mark it read", store -> {
            store.appendEvent(hot, event(hot).build(), AppendOptions.MARK_READ);
        });
        step(
                "delete an event with its replies",
                store -> store.deleteEvent(hot, this.data.event(hot, 150), ReplyPolicy.DELETE));
    }

    private void bindingsAndParticipants() {
        String room = this.data.room(20);
        ChannelBinding binding = ChannelBinding.of(room, "ai-main", ChannelType.AI);
        Participant participant = Participant.of(room, "agent-1", "ai-main");
        step("add a binding", store -> store.addBinding(binding));
        step("read a binding", store -> store.getBinding(room, "ai-main"));
        step("look whether a binding exists", store -> store.bindingExists(room, "ai-main"));
        step("update a binding", store -> store.updateBinding(binding));
        step("update a binding in a callback", store -> store.updateBinding(room, "ai-main", stored -> stored));
        step("list a room's bindings", store -> store.listBindings(room));
        step("remove a binding", store -> store.removeBinding(room, "ai-main"));
        step("remove a binding that is not there", store -> store.removeBinding(room, "ai-main"));
        step("add a participant", store -> store.addParticipant(participant));
        step("read a participant", store -> store.getParticipant(room, "agent-1"));
        step("update a participant", store -> store.updateParticipant(participant));
        step("update a participant in a callback", store -> store.updateParticipant(room, "agent-1", stored -> stored));
        step("list a room's participants", store -> store.listParticipants(room));
        step("remove a participant", store -> store.removeParticipant(room, "agent-1"));
    }

    private void identities() {
        ChannelType type = ChannelType.SMS;
        Identity identity = Identity.builder("identity-new")
                .organizationId("org-7")
                .channelAddresses(Map.of(type, List.of("+1999", "+1998")))
                .build();
        step("create an identity", store -> store.createIdentity(identity));
        step(
                "create an identity with a held address",
                store -> refused(() -> store.createIdentity(
                        identity.toBuilder().id("identity-newer").build())));
        step("read an identity", store -> store.getIdentity("identity-7"));
        step("update an identity", store -> store.updateIdentity(identity));
        step(
                "update an identity of another organization",
                store -> refused(() -> store.updateIdentity(
                        identity.toBuilder().organizationId(null).build())));
        for (String organization : new String[] {null, "org-7", "org-big"}) {
            IdentityQuery query =
                    IdentityQuery.builder().organizationId(organization).build();
            IdentityCursor middle = new IdentityCursor("person 5", "identity");
            Map.of(
                            "", query,
                            " after one", query.toBuilder().after(middle).build(),
                            " by prefix",
                                    query.toBuilder().namePrefix("Person 12").build(),
                            " by prefix after one",
                                    query.toBuilder()
                                            .namePrefix("Person 1")
                                            .after(new IdentityCursor("person 15", "identity"))
                                            .build(),
                            " by e-mail",
                                    query.toBuilder().email("p-77@example.org").build(),
                            " by external id",
                                    query.toBuilder().externalId("x-77").build(),
                            " by rare id",
                                    query.toBuilder()
                                            .externalIds(Map.of("crm", "9"))
                                            .build())
                    .forEach((how, narrowed) ->
                            step("list identities of " + organization + how, store -> store.listIdentities(narrowed)));
            step(
                    "list merged identities of " + organization,
                    store -> store.listIdentities(query.toBuilder()
                            .mergedInto("identity-10")
                            .externalId("x-1")
                            .build()));
        }
        step("merge identities", store -> {
            String id =
                    store.mergeIdentities("identity-10", "identity-20", null).id();
            store.listIdentities(
                    IdentityQuery.builder().mergedInto("identity-10").build());
            store.listRooms(RoomLookup.ofIdentity("identity-20"));
            store.undoMerge(id, null);
        });
        step("undo a merge that does not exist", store -> store.undoMerge("missing", null));
        step("delete an identity with merges", store -> {
            store.createIdentity(Identity.of("into"));
            store.createIdentity(Identity.of("from"));
            store.mergeIdentities("into", "from", "reason");
            store.deleteIdentity("into");
        });
        step("resolve an address", store -> store.resolveIdentity(type, "+1999", "org-7"));
        step("link an address", store -> store.linkAddress("identity-new", type, "+1997"));
        step("move an address", store -> store.moveAddress("identity-7", type, "+1997"));
        step(
                "rotate an address",
                store -> store.rotateAddress(Address.of(type, "+1997"), Address.of(type, "+1990"), "org-7"));
        step("unlink an address", store -> store.unlinkAddress("identity-7", type, "+1990"));
        step("delete an identity", store -> store.deleteIdentity("identity-8"));
    }

    private void tasksAndObservations() {
        String hot = this.data.hotRoom();
        Task task = Task.of(hot, "task-new");
        step("add a task", store -> store.addTask(task));
        step("read a task", store -> store.getTask(hot, "task-new"));
        step("find a task in any room", store -> store.findTask("task-7"));
        step("find a task in an organization", store -> store.findTask("task-7", "org-7"));
        step("update a task", store -> store.updateTask(task));
        step("update a task in a callback", store -> store.updateTask(hot, "task-new", stored -> stored));
        step("list tasks", store -> store.listTasks(hot));
        step("list tasks after one", store -> store.listTasks(hot, null, 50, task.cursor()));
        proportional(
                "list tasks in a rare state",
                "reads the room's tasks in their order; listTasks says so",
                store -> store.listTasks(hot, task.status(), 50, null));
        for (String organization : new String[] {null, "org-7", "org-big"}) {
            for (String assignee : new String[] {null, "agent-1", "agent-501"}) {
                for (Set<TaskStatus> statuses : List.of(
                        Set.of(TaskStatus.PENDING), Set.of(TaskStatus.CANCELLED), Set.of(TaskStatus.COMPLETED), ALL)) {
                    TaskQuery query = TaskQuery.builder()
                            .organizationId(organization)
                            .assignedTo(assignee)
                            .statuses((statuses == ALL) ? null : statuses)
                            .build();
                    String what = " of " + organization + " for " + assignee + " in " + statuses;
                    boolean ofBoth = organization != null
                            && assignee != null
                            && (statuses == ALL || statuses.contains(TaskStatus.COMPLETED));
                    Step step = new Step(
                            "list tasks" + what,
                            ofBoth && assignee.equals("agent-1") && organization.equals("org-7")
                                    ? "reads the tasks of the assignee; listTasks says so"
                                    : null,
                            store -> store.listTasks(query));
                    this.steps.add(step);
                }
            }
        }
        Task middle = task.toBuilder()
                .createdAt(this.data.createdAt(this.data.rooms() / 4))
                .build();
        step(
                "list tasks of all rooms after one",
                store -> store.listTasks(
                        TaskQuery.builder().after(middle.cursor()).build()));
        step(
                "list tasks of an organization after one",
                store -> store.listTasks(TaskQuery.builder()
                        .organizationId("org-big")
                        .after(middle.cursor())
                        .build()));
        step("delete a task", store -> store.deleteTask(hot, "task-new"));
        step("add an observation", store -> store.addObservation(Observation.of(hot, "observation-new")));
        step("list observations", store -> store.listObservations(hot));
        step("list observations after one", store -> store.listObservations(hot, null, 50, task.cursor()));
        proportional(
                "list observations of a rare category",
                "reads the room's observations in their order; listObservations says so",
                store -> store.listObservations(hot, "rare"));
        step(
                "list observations of all rooms",
                store -> store.listObservations(ObservationQuery.builder().build()));
        step(
                "list observations of all rooms after one",
                store -> store.listObservations(
                        ObservationQuery.builder().after(middle.cursor()).build()));
        for (String organization : List.of("org-7", "org-big")) {
            step(
                    "list observations of " + organization,
                    store -> store.listObservations(ObservationQuery.builder()
                            .organizationId(organization)
                            .category("mood")
                            .after(middle.cursor())
                            .build()));
        }
        step("delete an observation", store -> store.deleteObservation(hot, "observation-new"));
    }

    private void readMarkers() {
        String hot = this.data.room(30);
        step("mark as read", store -> store.markRead(hot, "new-channel", this.data.event(hot, 3)));
        step("mark as read what is read", store -> store.markRead(hot, "ai-main", this.data.event(hot, 3)));
        proportional(
                "mark as read in a room with deletions",
                "counts from the nearer end of the timeline; markRead says so",
                store -> store.markRead(
                        this.data.gapRoom(),
                        "new-channel",
                        this.data.event(this.data.gapRoom(), this.data.gapEvents() / 2)));
        step("mark as unread", store -> store.markUnread(hot, "ai-main", this.data.event(hot, 2)));
        step("mark all as read", store -> store.markAllRead(this.data.hotRoom(), "new-channel"));
        step("count the unread of a room", store -> store.getUnreadCount(this.data.hotRoom(), "ai-main"));
        step(
                "count the unread of 20 rooms",
                store -> store.getUnreadCounts(
                        IntStream.range(100, 120).mapToObj(this.data::room).toList(), "ai-main"));
        step(
                "count the unread of 20 rooms in an organization",
                store -> store.getUnreadCounts(
                        IntStream.range(100, 120).mapToObj(this.data::room).toList(), "ai-main", "org-7"));
        step("list read markers", store -> store.listReadMarkers(this.data.hotRoom()));
    }

    private RoomEventBuilder event(String roomId) {
        return RoomEvent.builder(roomId, SOURCE, TextContent.of("hello"))
                .id(UUID.randomUUID().toString())
                .createdAt(this.data.hotTime(this.data.hotEvents()).plus(Duration.ofDays(1)));
    }

    private static void refused(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException ex) {
            return;
        }
        throw new AssertionError("Not refused");
    }

    private void step(String name, Consumer<ConversationStore> work) {
        this.steps.add(new Step(name, null, work));
    }

    private void proportional(String name, String reason, Consumer<ConversationStore> work) {
        this.steps.add(new Step(name, reason, work));
    }

    /**
     * Something that a store is asked to do.
     *
     * @param proportionalBecause why it may read more than it returns, if it may
     */
    record Step(String name, @Nullable String proportionalBecause, Consumer<ConversationStore> work) {}
}

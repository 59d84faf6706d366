package live.roomkit.store.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.identity.Identity;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Calls every operation once. A call aims at a room or an identity that belongs to the organization, belongs to another
 * one, or does not exist.
 */
final class OrganizationProbes {

    /** The calls by the signature of the operation. */
    static final Map<String, Probe> BY_SIGNATURE = probes();

    private static final String KEY = "a key";

    private OrganizationProbes() {}

    /** Calls one operation. */
    interface Probe {

        @Nullable
        Object call(ConversationStore view, World world);
    }

    /** The ids of a room and its records, and of an identity. They may or may not exist. */
    record World(
            String roomId,
            String eventId,
            String channelId,
            String participantId,
            String taskId,
            String identityId,
            String address) {

        static World missing() {
            String[] ids = new String[7];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = UUID.randomUUID().toString();
            }
            return new World(ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]);
        }

        static World create(ConversationStore store, @Nullable String organizationId) {
            World world = missing();
            store.createRoom(
                    Room.builder(world.roomId).organizationId(organizationId).build());
            store.appendEvent(world.roomId, world.event("root", KEY).build());
            store.addBinding(Samples.binding(world.roomId, world.channelId, world.participantId));
            store.addParticipant(Samples.participant(world.roomId, world.participantId));
            store.addTask(Task.of(world.roomId, world.taskId));
            store.addObservation(Observation.of(world.roomId, "observation"));
            store.advanceDeliveredIndex(world.roomId, 0);
            store.markAllRead(world.roomId, world.channelId);
            store.createIdentity(Samples.identity(world.identityId, ChannelType.SMS, world.address).toBuilder()
                    .organizationId(organizationId)
                    .build());
            return world;
        }

        /** Returns a builder for an event that answers itself, so that it forms a thread. */
        private RoomEventBuilder event(String text, @Nullable String key) {
            return Samples.event(this.roomId, text)
                    .id(this.eventId)
                    .parentEventId(this.eventId)
                    .idempotencyKey(key);
        }

        private RoomEvent another() {
            return Samples.at(this.roomId, 5);
        }

        Snapshot snapshot(ConversationStore store) {
            return Snapshot.of(store, this.roomId, this.identityId);
        }

        String withoutIds(String text) {
            return text.replace(this.roomId, "ROOM").replace(this.identityId, "IDENTITY");
        }
    }

    private static Map<String, Probe> probes() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        addRooms(probes);
        addRoomLookUps(probes);
        addEventWrites(probes);
        addEventReads(probes);
        addChildren(probes);
        addTasks(probes);
        addIdentities(probes);
        addReadMarkers(probes);
        return probes;
    }

    private static void addRooms(Map<String, Probe> probes) {
        probes.put("getRoom(String)", (view, w) -> view.getRoom(w.roomId));
        probes.put("roomExists(String)", (view, w) -> view.roomExists(w.roomId));
        probes.put("updateRoom(Room)", (view, w) -> view.updateRoom(Room.of(w.roomId)));
        probes.put("updateRoom(String, UnaryOperator)", (view, w) -> view.updateRoom(w.roomId, room -> room));
        probes.put("patchRoomMetadata(String, Map)", (view, w) -> view.patchRoomMetadata(w.roomId, Map.of("a", 1)));
        probes.put(
                "patchRoomMetadata(String, Map, Set)",
                (view, w) -> view.patchRoomMetadata(w.roomId, Map.of("a", 1), Set.of("b")));
        probes.put("deleteRoom(String)", (view, w) -> view.deleteRoom(w.roomId));
        probes.put("loadRoomContext(String)", (view, w) -> view.loadRoomContext(w.roomId));
        probes.put("getDeliveredIndex(String)", (view, w) -> view.getDeliveredIndex(w.roomId));
        probes.put("advanceDeliveredIndex(String, long)", (view, w) -> view.advanceDeliveredIndex(w.roomId, 1));
        probes.put(
                "advanceDeliveredIndex(String, long, boolean)",
                (view, w) -> view.advanceDeliveredIndex(w.roomId, 7, true));
    }

    private static void addRoomLookUps(Map<String, Probe> probes) {
        probes.put("listRooms()", (view, w) -> view.listRooms());
        probes.put("listRooms(int, int)", (view, w) -> view.listRooms(0, 10));
        probes.put(
                "findRooms(RoomQuery)",
                (view, w) -> view.findRooms(RoomQuery.builder().build()));
        probes.put("findLatestRoom(String)", (view, w) -> view.findLatestRoom(w.participantId));
        probes.put(
                "findLatestRoom(String, ChannelType)",
                (view, w) -> view.findLatestRoom(w.participantId, ChannelType.SMS));
        probes.put(
                "findLatestRoom(String, ChannelType, RoomStatus)",
                (view, w) -> view.findLatestRoom(w.participantId, null, RoomStatus.ACTIVE));
        probes.put(
                "findLatestRoom(String, ChannelType, RoomStatus, String)",
                (view, w) -> view.findLatestRoom(w.participantId, null, null, null));
        probes.put("findRoomIdByChannel(String)", (view, w) -> view.findRoomIdByChannel(w.channelId));
        probes.put(
                "findRoomIdByChannel(String, RoomStatus)",
                (view, w) -> view.findRoomIdByChannel(w.channelId, RoomStatus.ACTIVE));
        probes.put(
                "findRoomIdsByChannel(String, RoomStatus, int)",
                (view, w) -> view.findRoomIdsByChannel(w.channelId, null, 10));
        probes.put(
                "findRoomIdsByChannel(String, RoomStatus, String, int)",
                (view, w) -> view.findRoomIdsByChannel(w.channelId, null, null, 10));
    }

    private static void addEventWrites(Map<String, Probe> probes) {
        probes.put("appendEvent(String, RoomEvent)", (view, w) -> view.appendEvent(w.roomId, w.another()));
        probes.put("addEventAutoIndex(String, RoomEvent)", (view, w) -> view.addEventAutoIndex(w.roomId, w.another()));
        probes.put(
                "addEventsAutoIndex(String, List)",
                (view, w) -> view.addEventsAutoIndex(w.roomId, List.of(w.another())));
        probes.put("addEvent(RoomEvent)", (view, w) -> view.addEvent(w.another()));
        probes.put(
                "updateEvent(RoomEvent)",
                (view, w) -> view.updateEvent(w.event("changed", null).build()));
        probes.put("deleteEvent(String, String)", (view, w) -> view.deleteEvent(w.roomId, w.eventId));
        probes.put("deleteEvent(String, String, boolean)", (view, w) -> view.deleteEvent(w.roomId, w.eventId, false));
    }

    private static void addEventReads(Map<String, Probe> probes) {
        probes.put("findEvent(String, String)", (view, w) -> view.findEvent(w.eventId, null));
        probes.put("getEvent(String)", (view, w) -> view.getEvent(w.eventId));
        probes.put("getEvent(String, String)", (view, w) -> view.getEvent(w.roomId, w.eventId));
        probes.put("listEvents(EventQuery)", (view, w) -> view.listEvents(EventQuery.of(w.roomId)));
        probes.put("listEvents(String, int, int)", (view, w) -> view.listEvents(w.roomId, 0, 10));
        probes.put("listEvents(String, String)", (view, w) -> view.listEvents(w.roomId, "all"));
        probes.put(
                "streamEvents(EventQuery)",
                (view, w) -> view.streamEvents(EventQuery.of(w.roomId)).toList());
        probes.put("getConversation(String, int)", (view, w) -> view.getConversation(w.roomId, 10));
        probes.put("getConversation(String, int, long)", (view, w) -> view.getConversation(w.roomId, 10, -1));
        probes.put("getTimeline(String, int)", (view, w) -> view.getTimeline(w.roomId, 10));
        probes.put("getTimeline(String, int, long)", (view, w) -> view.getTimeline(w.roomId, 10, -1));
        probes.put(
                "getThreadSummaries(String, Collection)",
                (view, w) -> view.getThreadSummaries(w.roomId, List.of(w.eventId)));
        probes.put("checkIdempotency(String, String)", (view, w) -> view.checkIdempotency(w.roomId, KEY));
        probes.put(
                "getEventByIdempotencyKey(String, String)", (view, w) -> view.getEventByIdempotencyKey(w.roomId, KEY));
        probes.put("getEventCount(String)", (view, w) -> view.getEventCount(w.roomId));
    }

    private static void addChildren(Map<String, Probe> probes) {
        probes.put("addBinding(ChannelBinding)", (view, w) -> view.addBinding(Samples.binding(w.roomId, "new")));
        probes.put(
                "updateBinding(ChannelBinding)",
                (view, w) -> view.updateBinding(Samples.binding(w.roomId, w.channelId)));
        probes.put("getBinding(String, String)", (view, w) -> view.getBinding(w.roomId, w.channelId));
        probes.put("bindingExists(String, String)", (view, w) -> view.bindingExists(w.roomId, w.channelId));
        probes.put("removeBinding(String, String)", (view, w) -> view.removeBinding(w.roomId, w.channelId));
        probes.put("listBindings(String)", (view, w) -> view.listBindings(w.roomId));
        probes.put(
                "addParticipant(Participant)", (view, w) -> view.addParticipant(Samples.participant(w.roomId, "new")));
        probes.put(
                "updateParticipant(Participant)",
                (view, w) -> view.updateParticipant(Samples.participant(w.roomId, w.participantId)));
        probes.put("getParticipant(String, String)", (view, w) -> view.getParticipant(w.roomId, w.participantId));
        probes.put("removeParticipant(String, String)", (view, w) -> view.removeParticipant(w.roomId, w.participantId));
        probes.put("listParticipants(String)", (view, w) -> view.listParticipants(w.roomId));
    }

    private static void addTasks(Map<String, Probe> probes) {
        probes.put("addTask(Task)", (view, w) -> view.addTask(Task.of(w.roomId, "new")));
        probes.put("updateTask(Task)", (view, w) -> view.updateTask(Task.of(w.roomId, w.taskId)));
        probes.put("findTask(String, String)", (view, w) -> view.findTask(w.taskId, null));
        probes.put("getTask(String)", (view, w) -> view.getTask(w.taskId));
        probes.put("getTask(String, String)", (view, w) -> view.getTask(w.roomId, w.taskId));
        probes.put("listTasks(String)", (view, w) -> view.listTasks(w.roomId));
        probes.put("listTasks(String, TaskStatus)", (view, w) -> view.listTasks(w.roomId, null));
        probes.put("listTasks(String, TaskStatus, int, Cursor)", (view, w) -> view.listTasks(w.roomId, null, 10, null));
        probes.put("addObservation(Observation)", (view, w) -> view.addObservation(Observation.of(w.roomId, "new")));
        probes.put("listObservations(String)", (view, w) -> view.listObservations(w.roomId));
        probes.put("listObservations(String, String)", (view, w) -> view.listObservations(w.roomId, null));
        probes.put(
                "listObservations(String, String, int, Cursor)",
                (view, w) -> view.listObservations(w.roomId, null, 10, null));
    }

    private static void addIdentities(Map<String, Probe> probes) {
        probes.put("getIdentity(String)", (view, w) -> view.getIdentity(w.identityId));
        probes.put("updateIdentity(Identity)", (view, w) -> view.updateIdentity(Identity.of(w.identityId)));
        probes.put("deleteIdentity(String)", (view, w) -> view.deleteIdentity(w.identityId));
        probes.put(
                "resolveIdentity(ChannelType, String)", (view, w) -> view.resolveIdentity(ChannelType.SMS, w.address));
        probes.put(
                "resolveIdentity(ChannelType, String, String)",
                (view, w) -> view.resolveIdentity(ChannelType.SMS, w.address, null));
        probes.put(
                "linkAddress(String, ChannelType, String)",
                (view, w) -> view.linkAddress(w.identityId, ChannelType.SMS, w.address));
        probes.put(
                "moveAddress(String, ChannelType, String)",
                (view, w) -> view.moveAddress(w.identityId, ChannelType.SMS, w.address));
        probes.put(
                "unlinkAddress(String, ChannelType, String)",
                (view, w) -> view.unlinkAddress(w.identityId, ChannelType.SMS, w.address));
    }

    private static void addReadMarkers(Map<String, Probe> probes) {
        probes.put("markRead(String, String, String)", (view, w) -> view.markRead(w.roomId, "c", w.eventId));
        probes.put("markAllRead(String, String)", (view, w) -> {
            view.markAllRead(w.roomId, "c");
            return null;
        });
        probes.put("getUnreadCount(String, String)", (view, w) -> view.getUnreadCount(w.roomId, "c"));
        probes.put("getUnreadCounts(String, Collection)", (view, w) -> view.getUnreadCounts("c", List.of(w.roomId)));
        probes.put(
                "getUnreadCounts(String, Collection, String)",
                (view, w) -> view.getUnreadCounts("c", List.of(w.roomId), null));
        probes.put("listReadMarkers(String)", (view, w) -> view.listReadMarkers(w.roomId));
    }
}

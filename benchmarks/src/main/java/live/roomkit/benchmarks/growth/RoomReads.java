package live.roomkit.benchmarks.growth;

import static live.roomkit.benchmarks.growth.Operation.of;
import static live.roomkit.benchmarks.growth.Operation.proportional;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomQueryBuilder;
import live.roomkit.room.RoomStatus;

/**
 * Operations that read rooms. Each operation returns the same amount of data from a small and from a large database.
 */
final class RoomReads {

    private static final int LIMIT = 5;

    static final List<Operation> ALL = List.of(
            of("getRoom", (store, data) -> store.getRoom(data.hot())),
            of("roomExists", (store, data) -> store.roomExists(data.hot())),
            of("loadRoomContext", (store, data) -> store.loadRoomContext(data.hot())),
            of("getDeliveredIndex", (store, data) -> store.getDeliveredIndex(data.hot())),
            of(
                    "forOrganization, getRoom",
                    (store, data) -> store.forOrganization("org-7").getRoom(data.room(7))),
            of("listRooms", (store, data) -> store.listRooms()),
            of("listRooms from the first", (store, data) -> store.listRooms(0, LIMIT)),
            proportional("listRooms by a far offset", (store, data) -> store.listRooms(data.rooms() / 2, LIMIT)),
            find(
                    "after one",
                    (query, data) ->
                            query.after(new Cursor(data.createdAt(data.rooms() / 2), data.room(data.rooms() / 2)))),
            find("by state", (query, data) -> query.statuses(Set.of(RoomStatus.ACTIVE))),
            find("by two states", (query, data) -> query.statuses(Set.of(RoomStatus.PAUSED, RoomStatus.ACTIVE))),
            find("by organization", (query, data) -> query.organizationId("org-big")),
            find(
                    "by organization and state",
                    (query, data) -> query.organizationId("org-big").statuses(Set.of(RoomStatus.CLOSED))),
            find("by rare metadata", (query, data) -> query.metadata(Map.of("ticket", "t-77"))),
            proportional(
                    "findRooms by frequent metadata",
                    (store, data) -> store.findRooms(RoomQuery.builder()
                            .metadata(Map.of("topic", "topic-7"))
                            .limit(LIMIT)
                            .build())),
            of(
                    "findLatestRoom of an agent",
                    (store, data) -> store.findLatestRoom(RoomLookup.ofParticipant("agent-1"))),
            of(
                    "findLatestRoom of a person",
                    (store, data) -> store.findLatestRoom(RoomLookup.ofParticipant("person-7"))),
            of(
                    "findLatestRoom by channel type",
                    (store, data) -> store.findLatestRoom(
                            RoomLookup.ofParticipant("agent-1").channelType(ChannelType.AI))),
            of(
                    "findLatestRoom by state",
                    (store, data) -> store.findLatestRoom(RoomLookup.ofParticipant("agent-1")
                            .channelType(ChannelType.AI)
                            .status(RoomStatus.ACTIVE))),
            of(
                    "findLatestRoom by organization",
                    (store, data) -> store.findLatestRoom(RoomLookup.ofParticipant("agent-1")
                            .channelType(ChannelType.AI)
                            .status(RoomStatus.CLOSED)
                            .organizationId("org-big"))),
            list("of an agent", RoomLookup.ofParticipant("agent-1")),
            list("of an agent in a state", RoomLookup.ofParticipant("agent-1").status(RoomStatus.CLOSED)),
            list(
                    "of an agent in an organization",
                    RoomLookup.ofParticipant("agent-1").organizationId("org-big")),
            list("of a person", RoomLookup.ofParticipant("person-7")),
            list("of an identity", RoomLookup.ofIdentity("identity-7")),
            list(
                    "of an identity in an organization",
                    RoomLookup.ofIdentity("agent").status(RoomStatus.CLOSED).organizationId("org-big")),
            list("of a channel", RoomLookup.ofChannel("ai-main")),
            list(
                    "of a channel in an organization",
                    RoomLookup.ofChannel("ai-main").organizationId("org-big")),
            inbox("of an organization", InboxQuery.ofOrganization("org-big").readBy("ai-main")),
            inbox(
                    "of an organization in a state",
                    InboxQuery.ofOrganization("org-big").statuses(RoomStatus.CLOSED)),
            inbox("of a person", InboxQuery.ofParticipant("person-7").readBy("sms-7")),
            inbox("of an identity", InboxQuery.ofIdentity("identity-7").readBy("sms-7")),
            inbox("of an agent", InboxQuery.ofChannel("ai-main").organizationId("org-big")),
            of(
                    "getInboxTotals of a person",
                    (store, data) -> store.getInboxTotals(
                            InboxQuery.ofParticipant("person-7").readBy("sms-7"))),
            of("findRoomIdByChannel", (store, data) -> store.findRoomIdByChannel("sms-7")),
            of(
                    "findRoomIdByChannel by state",
                    (store, data) -> store.findRoomIdByChannel("ai-main", RoomStatus.ACTIVE)),
            of(
                    "findRoomIdsByChannel",
                    (store, data) -> store.findRoomIdsByChannel("ai-main", RoomStatus.ACTIVE, null, LIMIT)),
            of(
                    "findRoomIdsByChannel by organization",
                    (store, data) -> store.findRoomIdsByChannel("ai-main", RoomStatus.CLOSED, "org-big", LIMIT)));

    private RoomReads() {}

    private static Operation inbox(String name, InboxQuery query) {
        return of("listInbox " + name, (store, data) -> store.listInbox(query.limit(LIMIT)));
    }

    private static Operation list(String whose, RoomLookup lookup) {
        return of("listRooms " + whose, (store, data) -> store.listRooms(lookup.limit(LIMIT)));
    }

    private static Operation find(String how, BiFunction<RoomQueryBuilder, Deployment, RoomQueryBuilder> query) {
        return of(
                "findRooms " + how,
                (store, data) -> store.findRooms(
                        query.apply(RoomQuery.builder().limit(LIMIT), data).build()));
    }
}

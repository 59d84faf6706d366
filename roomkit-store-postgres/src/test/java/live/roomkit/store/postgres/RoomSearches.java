package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomQueryBuilder;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.postgres.EveryOperation.Step;
import org.jspecify.annotations.Nullable;

/** Looks for rooms by every criterion. */
final class RoomSearches {

    private static final @Nullable RoomStatus ANY = null;

    private final List<Step> steps = new ArrayList<>();

    private final LargeDataset data;

    private RoomSearches(LargeDataset data) {
        this.data = data;
    }

    static List<Step> on(LargeDataset data) {
        RoomSearches searches = new RoomSearches(data);
        searches.byQuery();
        searches.byMetadata();
        searches.byParticipant();
        searches.byChannel();
        searches.listed();
        return searches.steps;
    }

    private void byQuery() {
        Cursor middle = new Cursor(this.data.createdAt(this.data.rooms() / 2), this.data.room(this.data.rooms() / 2));
        Set<RoomStatus> paused = Set.of(RoomStatus.PAUSED);
        Set<RoomStatus> open = Set.of(RoomStatus.PAUSED, RoomStatus.ACTIVE);
        find("all rooms", query -> query);
        find("all rooms after one", query -> query.after(middle));
        find("rooms in a rare state", query -> query.statuses(paused));
        find("rooms in two states", query -> query.statuses(open));
        find("rooms in a state after one", query -> query.statuses(open).after(middle));
        find("rooms of an organization", query -> query.organizationId("org-7"));
        find("rooms of a big organization", query -> query.organizationId("org-big"));
        find(
                "rooms of a big organization after one",
                query -> query.organizationId("org-big").after(middle));
        find(
                "many rooms of a big organization after one",
                query -> query.organizationId("org-big").after(middle).limit(1_000));
        find(
                "rooms of a big organization in a state",
                query -> query.organizationId("org-big").statuses(open));
        find(
                "rooms of no organization",
                query -> query.organizationId("org-none").statuses(open));
        find(
                "rooms of a big organization in a state after one",
                query -> query.organizationId("org-big").statuses(open).after(middle));
        this.steps.add(new Step(
                "find rooms behind an offset",
                "an offset costs as much as reading what it skips; findRooms says so",
                store -> store.listRooms(this.data.rooms() / 2, 50)));
    }

    private void byMetadata() {
        find("a room by its metadata", query -> query.metadata(Map.of("ticket", "t-77")));
        find(
                "an organization's room by its metadata",
                query -> query.metadata(Map.of("ticket", "t-77")).organizationId("org-77"));
        this.steps.add(new Step(
                "find rooms by frequent metadata",
                "all matches are read and sorted; findRooms says so",
                store -> store.findRooms(RoomQuery.builder()
                        .metadata(Map.of("topic", "topic-7"))
                        .statuses(Set.of(RoomStatus.CLOSED))
                        .after(new Cursor(this.data.createdAt(50), "room"))
                        .build())));
    }

    private void byParticipant() {
        for (String participant : List.of("agent-1", "person-7", "nobody")) {
            latest(participant, null, ANY, null);
            latest(participant, null, RoomStatus.ACTIVE, null);
            latest(participant, null, RoomStatus.PAUSED, null);
            latest(participant, null, ANY, "org-old");
            latest(participant, null, RoomStatus.CLOSED, "org-old");
            latest(participant, null, RoomStatus.PAUSED, "org-old");
            latest(participant, null, RoomStatus.CLOSED, "org-big");
            latest(participant, null, ANY, "org-big");
            latest(participant, ChannelType.AI, ANY, null);
            latest(participant, ChannelType.SMS, ANY, null);
            latest(participant, ChannelType.SMS, RoomStatus.PAUSED, null);
            latest(participant, ChannelType.AI, RoomStatus.CLOSED, "org-old");
        }
    }

    private void listed() {
        Cursor middle = new Cursor(this.data.createdAt(this.data.rooms() / 2), this.data.room(this.data.rooms() / 2));
        List<RoomLookup> lookups = new ArrayList<>();
        for (String participant : List.of("agent-1", "person-7", "nobody")) {
            lookups.add(RoomLookup.ofParticipant(participant));
            lookups.add(RoomLookup.ofParticipant(participant).channelType(ChannelType.AI));
        }
        for (String identity : List.of("agent", "identity-7", "nobody")) {
            lookups.add(RoomLookup.ofIdentity(identity));
        }
        for (String channel : List.of("ai-main", "sms-7", "nowhere")) {
            lookups.add(RoomLookup.ofChannel(channel));
        }
        for (RoomLookup lookup : lookups) {
            for (RoomLookup place : List.of(lookup, lookup.after(middle))) {
                for (RoomStatus status :
                        new RoomStatus[] {ANY, RoomStatus.ACTIVE, RoomStatus.PAUSED, RoomStatus.CLOSED}) {
                    for (String organization : new String[] {null, "org-old", "org-new", "org-big"}) {
                        boolean few = status != ANY || organization != null;
                        RoomLookup narrowed = place.status(status)
                                .organizationId(organization)
                                .limit(few ? 10 : 50);
                        this.steps.add(
                                new Step("list the rooms of " + narrowed, null, store -> store.listRooms(narrowed)));
                    }
                }
            }
        }
        this.steps.add(new Step("list the rooms of many merged identities", null, store -> {
            List<String> merged =
                    IntStream.range(0, 10).mapToObj(i -> "merged-" + i).toList();
            for (String id : merged) {
                store.createIdentity(
                        Identity.builder(id).organizationId("org-big").build());
                store.mergeIdentities("identity-10", id, null);
            }
            RoomLookup lookup = RoomLookup.ofIdentity("merged-0").limit(10);
            store.listRooms(lookup);
            store.listRooms(lookup.status(RoomStatus.PAUSED));
            store.listRooms(lookup.organizationId("org-big").status(RoomStatus.CLOSED));
            merged.forEach(store::deleteIdentity);
        }));
        this.steps.add(new Step(
                "list many rooms",
                null,
                store -> store.listRooms(RoomLookup.ofIdentity("agent").limit(1_000))));
    }

    private void byChannel() {
        for (String channel : List.of("ai-main", "sms-7", "nowhere")) {
            byChannel(channel, ANY, null);
            byChannel(channel, RoomStatus.ACTIVE, null);
            byChannel(channel, RoomStatus.PAUSED, null);
            byChannel(channel, ANY, "org-new");
            byChannel(channel, RoomStatus.ACTIVE, "org-new");
            byChannel(channel, RoomStatus.CLOSED, "org-new");
            byChannel(channel, RoomStatus.CLOSED, "org-big");
            byChannel(channel, ANY, "org-big");
        }
    }

    private void find(String what, UnaryOperator<RoomQueryBuilder> query) {
        this.steps.add(new Step(
                "find " + what,
                null,
                store -> store.findRooms(query.apply(RoomQuery.builder()).build())));
    }

    private void latest(
            String participant,
            @Nullable ChannelType channelType,
            @Nullable RoomStatus status,
            @Nullable String organization) {
        boolean never = participant.equals("agent-1") && channelType == ChannelType.SMS && status == ANY;
        this.steps.add(new Step(
                "find the latest room of " + participant + restricted(channelType, status, organization),
                never
                        ? "looks at all rooms, since the participant never uses such a channel; findLatestRoom says so"
                        : null,
                store -> store.findLatestRoom(RoomLookup.ofParticipant(participant)
                        .channelType(channelType)
                        .status(status)
                        .organizationId(organization))));
    }

    private void byChannel(String channel, @Nullable RoomStatus status, @Nullable String organization) {
        this.steps.add(new Step(
                "find the rooms of " + channel + restricted(null, status, organization),
                null,
                store -> store.findRoomIdsByChannel(channel, status, organization, 10)));
    }

    private static String restricted(
            @Nullable ChannelType channelType, @Nullable RoomStatus status, @Nullable String organization) {
        return ((channelType != null) ? ", " + channelType.value() : "")
                + ((status != null) ? ", " + Rows.value(status) : "")
                + ((organization != null) ? ", " + organization : "");
    }
}

package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.CallerSide;
import live.roomkit.benchmarks.measure.Comparison;
import live.roomkit.benchmarks.measure.PairedRun;
import live.roomkit.benchmarks.measure.PairedRun.Pair;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.Workload;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventType;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;

/**
 * Measures how long it takes to read an inbox page of 50 rooms, for agents with 100, 1 000 and 10 000 rooms. For
 * comparison, also assembles the same page from the results of other store operations.
 */
public final class Inbox implements Workload {

    private static final int FAR = 200;

    private static final EventFilter MESSAGES = EventFilter.ofTypes(EventType.MESSAGE);

    private static final Comparator<Room> LIVELIEST_FIRST =
            Comparator.comparing(Inbox::activeAt).thenComparing(Room::id).reversed();

    private static final List<Pair> PAIRS = List.of(
            new Pair("rooms-1000", "rooms-100"),
            new Pair("rooms-10000", "rooms-100"),
            new Pair("page-200", "rooms-10000"),
            new Pair("quiet-10000", "rooms-100"),
            new Pair("organization", "rooms-100"),
            new Pair("older", "rooms-1000"),
            new Pair("lists-10000", "rooms-10000"),
            new Pair("lists", "rooms-1000"),
            new Pair("totals", "rooms-100"));

    @Override
    public String name() {
        return "inbox";
    }

    @Override
    public String summary() {
        return "an inbox page of agents with 100, 1 000 and 10 000 of 100 000 rooms, by time; older: from single calls";
    }

    @Override
    public Sizes sizes() {
        return Sizes.of(100_000, 1).withEvents(1_000_000);
    }

    @Override
    public List<String> sides() {
        return List.of(
                "rooms-100",
                "rooms-1000",
                "rooms-10000",
                "page-200",
                "quiet-10000",
                "organization",
                "older",
                "lists",
                "lists-10000",
                "totals");
    }

    @Override
    public Comparison comparison() {
        return Comparison.TIME;
    }

    @Override
    public void run(Bench bench) throws Exception {
        int rooms = bench.sizes().rooms();
        bench.report()
                .progress("inbox: writing " + rooms + " rooms with "
                        + bench.sizes().events() + " events");
        InboxRooms.write(bench.server(), rooms, Math.max(2, bench.sizes().events() / rooms));
        List<String> names = new ArrayList<>(sides());
        if (!bench.against().isEmpty()) {
            names.retainAll(bench.against());
            names.add(0, sides().get(0));
        }
        List<Pair> pairs = PAIRS.stream()
                .filter(pair -> names.contains(pair.first()) && names.contains(pair.second()))
                .toList();
        new PairedRun(this, bench, names, pairs).run();
    }

    @Override
    public Side open(String side, Bench bench) throws Exception {
        ToLongFunction<ConversationStore> read = switch (side) {
            case "older" -> store -> fromRooms(store, "1000", roomsOneByOne(store));
            case "lists" -> store -> fromRooms(store, "1000", listedRooms(store, "1000"));
            case "lists-10000" -> store -> fromRooms(store, "10000", listedRooms(store, "10000"));
            case "totals" ->
                store -> store.getInboxTotals(InboxRooms.of("10000")).unreadRooms();
            case "organization" ->
                pageOf(InboxQuery.ofOrganization(InboxRooms.ORGANIZATION)
                        .statuses(RoomStatus.ACTIVE, RoomStatus.PAUSED)
                        .readBy(InboxRooms.agent("10000")));
            case "page-200" -> pageOf(far(bench.server()));
            default ->
                pageOf(InboxRooms.of(
                        side.startsWith(InboxRooms.QUIET) ? InboxRooms.QUIET : side.substring(side.indexOf('-') + 1)));
        };
        long expected = read(bench.server(), read);
        return CallerSide.open(
                bench, dataSource -> new StoreRead(bench.server().openStore(dataSource), read, expected));
    }

    private static ToLongFunction<ConversationStore> pageOf(InboxQuery query) {
        return store -> store.listInbox(query).entries().stream()
                .mapToLong(entry -> entry.unread().messages()
                        + entry.participants().size()
                        + ((entry.lastMessage() != null) ? 1 : 0))
                .sum();
    }

    /**
     * Returns a query for page 200 of the inbox of the agent with the most rooms. When there are fewer pages, returns a
     * query for the last page.
     */
    private static InboxQuery far(Server server) {
        try (HikariDataSource pool = server.openPool(1);
                ConversationStore store = server.openStore(pool)) {
            InboxQuery query = InboxRooms.of("10000");
            for (int page = 1; page < FAR; page++) {
                InboxPage read = store.listInbox(query);
                if (read.next() == null) {
                    break;
                }
                query = query.after(read.next());
            }
            return query;
        }
    }

    private static long read(Server server, ToLongFunction<ConversationStore> read) {
        try (HikariDataSource pool = server.openPool(1);
                ConversationStore store = server.openStore(pool)) {
            return read.applyAsLong(store);
        }
    }

    private static List<Room> roomsOneByOne(ConversationStore store) {
        return store
                .findRoomIdsByChannel(InboxRooms.agent("1000"), RoomStatus.ACTIVE, InboxRooms.ORGANIZATION, 1_000)
                .stream()
                .map(id -> store.getRoom(id).orElseThrow())
                .toList();
    }

    private static List<Room> listedRooms(ConversationStore store, String agent) {
        List<Room> rooms = new ArrayList<>();
        RoomLookup lookup = RoomLookup.ofChannel(InboxRooms.agent(agent))
                .status(RoomStatus.ACTIVE)
                .organizationId(InboxRooms.ORGANIZATION)
                .limit(1_000);
        List<Room> page;
        do {
            page = store.listRooms(lookup.after(
                    rooms.isEmpty() ? null : rooms.get(rooms.size() - 1).cursor()));
            rooms.addAll(page);
        } while (page.size() == 1_000);
        return rooms;
    }

    /**
     * Reads the contents of an inbox page without {@code listInbox}. For each room on the page, counts the unread
     * messages, the participants, and the last message if there is one. Returns the sum of these counts for all rooms
     * on the page.
     */
    private static long fromRooms(ConversationStore store, String agent, List<Room> rooms) {
        List<String> page =
                rooms.stream().sorted(LIVELIEST_FIRST).limit(50).map(Room::id).toList();
        long shown = store.getUnreadCounts(page, InboxRooms.agent(agent)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        for (String roomId : page) {
            shown += store.pageEvents(EventQuery.newest(roomId, 1).toBuilder()
                            .filter(MESSAGES)
                            .build())
                    .events()
                    .size();
            shown += store.listParticipants(roomId).size();
        }
        return shown;
    }

    private static Instant activeAt(Room room) {
        return Objects.requireNonNullElse(room.timers().lastActivityAt(), room.createdAt());
    }
}

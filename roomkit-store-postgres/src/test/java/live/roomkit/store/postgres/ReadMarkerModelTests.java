package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Compares counters and read markers under random work with counting. The seed is the test's parameter. */
class ReadMarkerModelTests {

    private static final int STEPS = 180;

    private static final int THREADS = 4;

    private static final List<String> CHANNELS = List.of("sms-main", "ai-main", "web'%\n");

    /** So many that markers are still made, and move, while others write. */
    private static final List<String> MANY_CHANNELS =
            IntStream.range(0, 60).mapToObj(i -> "channel " + i).toList();

    private static final List<EventType> TYPES =
            List.of(EventType.MESSAGE, EventType.MESSAGE, EventType.MESSAGE, EventType.TYPING);

    private static final List<EventStatus> STATUSES =
            List.of(EventStatus.PENDING, EventStatus.DELIVERED, EventStatus.DELIVERED, EventStatus.BLOCKED);

    private static final EventFilter ALL =
            EventFilter.builder().includeBlocked(true).build();

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore first = database.open();

    private static final PostgresStore second = database.open();

    static Stream<Long> seeds() {
        return LongStream.of(1, 2, ThreadLocalRandom.current().nextInt(1_000_000))
                .boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStepLeavesTheCountsOfTheModel(long seed) {
        Random random = new Random(seed);
        TimelineModel model = new TimelineModel();
        String id = newRoom();
        for (int step = 0; step < STEPS; step++) {
            step(id, model, random);
            assertModel(id, model);
        }
        assertThat(first.listEvents(
                        EventQuery.builder(id).filter(ALL).limit(1_000).build()))
                .isEqualTo(model.events());
        RoomCounts.assertRight(jdbc);
    }

    private static void step(String id, TimelineModel model, Random random) {
        String channel = one(CHANNELS, random);
        List<RoomEvent> events = model.events();
        switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                model.add(first.appendEvent(id, event(id, events, random)).event());
            case 3 ->
                first.addEventsAutoIndex(id, List.of(event(id, events, random), event(id, events, random)))
                        .forEach(model::add);
            case 4, 5 -> addInTheMiddle(id, model, random);
            case 6 -> delete(id, model, random);
            case 7, 8 -> markRead(id, channel, model, random);
            case 9 -> markUnread(id, channel, model, random);
            case 10, 11, 12 -> change(id, model, random);
            default -> {
                first.markAllRead(id, channel);
                model.markAllRead(channel);
            }
        }
    }

    private static void addInTheMiddle(String id, TimelineModel model, Random random) {
        long index = random.nextLong(model.next() + 3);
        if (model.isFree(index)) {
            model.add(first.addEvent(
                    event(id, model.events(), random).toBuilder().index(index).build()));
        }
    }

    private static ReplyPolicy policy(boolean withReplies) {
        return withReplies ? ReplyPolicy.DELETE : ReplyPolicy.KEEP;
    }

    private static void delete(String id, TimelineModel model, Random random) {
        if (!model.events().isEmpty()) {
            RoomEvent root = one(model.events(), random);
            boolean withReplies = random.nextBoolean();
            assertThat(first.deleteEvent(id, root.id(), policy(withReplies)))
                    .isEqualTo(model.delete(root, withReplies));
        }
    }

    private static void markRead(String id, String channel, TimelineModel model, Random random) {
        if (!model.events().isEmpty()) {
            RoomEvent event = one(model.events(), random);
            assertThat(first.markRead(id, channel, event.id())).isTrue();
            model.markRead(channel, event);
        }
    }

    private static void markUnread(String id, String channel, TimelineModel model, Random random) {
        if (!model.events().isEmpty()) {
            RoomEvent event = one(model.events(), random);
            assertThat(first.markUnread(id, channel, event.id())).isTrue();
            model.markUnread(channel, event);
        }
    }

    private static void change(String id, TimelineModel model, Random random) {
        if (!model.events().isEmpty()) {
            RoomEvent event = one(model.events(), random);
            RoomEvent changed = changed(event, random);
            model.change(
                    random.nextBoolean()
                            ? first.updateEvent(changed)
                            : first.updateEvent(id, event.id(), stored -> changed));
        }
    }

    private static void assertModel(String id, TimelineModel model) {
        assertThat(first.getEventCount(id)).isEqualTo(model.events().size());
        assertThat(first.listReadMarkers(id)).isEqualTo(model.markers());
        for (String channel : CHANNELS) {
            assertThat(first.getUnreadCount(id, channel)).as(channel).isEqualTo(model.unread(channel));
        }
        assertThat(first.getRoom(id).orElseThrow().latestIndex()).isEqualTo(model.next() - 1);
        RoomCounts.assertRight(jdbc, id);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void concurrentStepsLeaveTheCountsThatCountingGives(long seed) throws Exception {
        String id = newRoom();
        ConcurrentSkipListMap<Long, RoomEvent> known = new ConcurrentSkipListMap<>();
        Race.run(THREADS, thread -> {
            Random random = new Random(seed * THREADS + thread);
            for (int step = 0; step < STEPS; step++) {
                concurrentStep((thread % 2 == 0) ? first : second, id, known, random);
            }
        });

        RoomCounts.assertRight(jdbc);
        for (String channel : MANY_CHANNELS) {
            assertThat(first.getUnreadCount(id, channel)).isEqualTo(RoomCounts.unread(jdbc, id, channel));
        }
    }

    private static void concurrentStep(
            ConversationStore store, String id, ConcurrentSkipListMap<Long, RoomEvent> known, Random random) {
        List<RoomEvent> newest =
                known.descendingMap().values().stream().limit(8).toList();
        int choice = random.nextInt(26);
        if (choice < 7 || newest.isEmpty()) {
            keep(known, store.appendEvent(id, event(id, newest, random)).event());
        } else if (choice < 9) {
            addAnywhere(store, id, known, random);
        } else if (choice < 13) {
            RoomEvent root = one(newest, random);
            known.remove(root.index());
            store.deleteEvent(id, root.id(), policy(random.nextBoolean()));
        } else if (choice < 19) {
            store.markRead(id, one(MANY_CHANNELS, random), one(newest, random).id());
        } else if (choice < 21) {
            store.markUnread(id, one(MANY_CHANNELS, random), one(newest, random).id());
        } else if (choice < 25) {
            changeUnlessDeleted(store, one(newest, random), random);
        } else {
            store.markAllRead(id, one(MANY_CHANNELS, random));
        }
    }

    private static void changeUnlessDeleted(ConversationStore store, RoomEvent event, Random random) {
        try {
            if (random.nextBoolean()) {
                store.updateEvent(changed(event, random));
            } else {
                store.updateEvent(event.roomId(), event.id(), stored -> changed(stored, random));
            }
        } catch (EventNotFoundException ex) {
            assertThat(ex.isOutcomeKnown()).isTrue();
        }
    }

    private static void addAnywhere(
            ConversationStore store, String id, ConcurrentSkipListMap<Long, RoomEvent> known, Random random) {
        long index = random.nextLong(store.getRoom(id).orElseThrow().latestIndex() + 4);
        try {
            keep(
                    known,
                    store.addEvent(event(id, List.of(), random).toBuilder()
                            .index(index)
                            .build()));
        } catch (DuplicateIndexException ex) {
            assertThat(ex.isOutcomeKnown()).isTrue();
        }
    }

    private static void keep(ConcurrentSkipListMap<Long, RoomEvent> known, RoomEvent event) {
        known.put(event.index(), event);
    }

    private static RoomEvent event(String id, List<RoomEvent> events, Random random) {
        EventSource source = EventSource.inbound("sms-main", ChannelType.SMS);
        RoomEventBuilder event = RoomEvent.builder(id, source, TextContent.of("hello"))
                .id(UUID.randomUUID().toString())
                .type(one(TYPES, random))
                .status(one(STATUSES, random))
                .createdAt(FullRecords.TIME);
        if (!events.isEmpty() && random.nextInt(3) == 0) {
            event.parentEventId(one(events, random).id());
        }
        return event.build();
    }

    private static RoomEvent changed(RoomEvent event, Random random) {
        return event.toBuilder()
                .type(one(TYPES, random))
                .status(one(STATUSES, random))
                .build();
    }

    private static <T> T one(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String newRoom() {
        return first.createRoom(Room.of(UUID.randomUUID().toString())).id();
    }
}

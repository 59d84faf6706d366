package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.EventFilter;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventQueryBuilder;
import live.roomkit.event.EventSource;
import live.roomkit.event.EventStatus;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests event filters, each alone and in random combinations, with different cursors and limits. The results of
 * combinations are compared with those of a search through all events of the room.
 */
public abstract class EventFilterContract extends StoreContract {

    private static final List<EventType> TYPES =
            List.of(EventType.MESSAGE, EventType.SYSTEM, EventType.REACTION, EventType.of("x-own"));

    private static final List<ChannelType> CHANNEL_TYPES = List.of(ChannelType.SMS, ChannelType.EMAIL, ChannelType.AI);

    private static final List<String> NAMES = List.of("a", "b", "A", "\uD83D\uDE80");

    /** Creates the tests for the given store. */
    protected EventFilterContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anEmptySetOfTypesMatchesNothingAndOfExcludedTypesEverything() {
        String id = newRoom();
        RoomEvent event = append(id, "hello");

        assertThat(list(id, EventFilter.builder().types(Set.of()).build())).isEmpty();
        assertThat(list(id, EventFilter.builder().excludeTypes(Set.of()).build()))
                .containsExactly(event);
        assertThat(list(id, EventFilter.builder().types(null).excludeTypes(null).build()))
                .containsExactly(event);
    }

    @Test
    void whatIsBothWantedAndExcludedIsExcluded() {
        String id = newRoom();
        append(id, "hello");
        RoomEvent system = store().addEventAutoIndex(id, Samples.ofType(id, EventType.SYSTEM));

        assertThat(list(
                        id,
                        EventFilter.builder()
                                .types(Set.of(EventType.MESSAGE, EventType.SYSTEM))
                                .excludeTypes(Set.of(EventType.MESSAGE))
                                .build()))
                .containsExactly(system);
    }

    @Test
    void timesAreComparedStrictlyAndToTheMicrosecond() {
        String id = newRoom();
        List<RoomEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(store().addEventAutoIndex(
                            id,
                            Samples.event(id, "event " + i)
                                    .createdAt(Samples.NOON.plusNanos(1000L * i))
                                    .build()));
        }

        assertThat(list(id, EventFilter.builder().afterTime(Samples.NOON).build()))
                .isEqualTo(events.subList(1, 3));
        assertThat(list(
                        id,
                        EventFilter.builder()
                                .beforeTime(Samples.NOON.plusNanos(2000))
                                .build()))
                .isEqualTo(events.subList(0, 2));
        assertThat(list(
                        id,
                        EventFilter.builder()
                                .afterTime(Samples.NOON)
                                .beforeTime(Samples.NOON.plusNanos(2000))
                                .build()))
                .isEqualTo(events.subList(1, 2));
    }

    @Test
    void aTimeWithinAMicrosecondIsAfterItsEvents() {
        String id = newRoom();
        RoomEvent event = store().addEventAutoIndex(
                        id, Samples.event(id, "event").createdAt(Samples.NOON).build());

        for (long nanos : new long[] {1, 999, 1_000}) {
            Instant time = Samples.NOON.plusNanos(nanos);
            assertThat(list(id, EventFilter.builder().beforeTime(time).build())).containsExactly(event);
            assertThat(list(id, EventFilter.builder().afterTime(time).build())).isEmpty();
        }
    }

    @Test
    void repliesAreToldFromTopLevelEvents() {
        String id = newRoom();
        RoomEvent root = append(id, "root");
        RoomEvent reply = store().addEventAutoIndex(id, Samples.reply(id, root.id()));
        RoomEvent toNobody = store().addEventAutoIndex(id, Samples.reply(id, "an event that never was"));

        assertThat(list(id, EventFilter.builder().topLevelOnly(true).build())).containsExactly(root);
        assertThat(list(id, EventFilter.builder().parentEventId(root.id()).build()))
                .containsExactly(reply);
        assertThat(list(
                        id,
                        EventFilter.builder()
                                .parentEventId("an event that never was")
                                .build()))
                .containsExactly(toNobody);
    }

    @Test
    void anyFilterWithAnyPageGivesWhatAPlainReadingGives() {
        long seed = Seed.next();
        Random random = new Random(seed);
        String id = newRoom();
        List<RoomEvent> events = store().addEventsAutoIndex(
                        id,
                        Collections.nCopies(300, id).stream()
                                .map(roomId -> event(random, roomId))
                                .toList());

        for (int i = 0; i < 400; i++) {
            EventQuery query = query(random, id);
            assertThat(store().listEvents(query))
                    .as("seed %d, query %s", seed, query)
                    .isEqualTo(expected(events, query));
            assertThat(store().getEventCount(id, query.filter()))
                    .as("seed %d, filter %s", seed, query.filter())
                    .isEqualTo(events.stream()
                            .filter(event -> matches(event, query.filter()))
                            .count());
        }
    }

    private List<RoomEvent> list(String roomId, EventFilter filter) {
        return store().listEvents(EventQuery.builder(roomId).filter(filter).build());
    }

    private static RoomEvent event(Random random, String roomId) {
        EventSource source = EventSource.builder("channel " + pick(random, NAMES), pick(random, CHANNEL_TYPES))
                .participantId(orNull(random, NAMES))
                .build();
        return RoomEvent.builder(roomId, source, TextContent.of("text"))
                .type(pick(random, TYPES))
                .status((random.nextInt(4) == 0) ? EventStatus.BLOCKED : EventStatus.DELIVERED)
                .visibility(pick(random, NAMES))
                .correlationId(orNull(random, NAMES))
                .parentEventId(orNull(random, NAMES))
                .createdAt(time(random))
                .build();
    }

    private static EventQuery query(Random random, String roomId) {
        EventQueryBuilder query =
                EventQuery.builder(roomId).filter(filter(random)).limit(1 + random.nextInt(40));
        switch (random.nextInt(5)) {
            case 0 -> query.afterIndex((long) random.nextInt(300) - 1);
            case 1 -> query.beforeIndex((long) random.nextInt(301));
            case 2 -> query.offset(random.nextInt(100));
            case 3 -> query.newestFirst(true);
            default -> query.newestFirst(random.nextBoolean()).offset(random.nextInt(100));
        }
        return query.build();
    }

    private static EventFilter filter(Random random) {
        Instant time = time(random);
        boolean topLevelOnly = random.nextInt(6) == 0;
        return EventFilter.builder()
                .types(sometimes(random, some -> Set.of(pick(some, TYPES), EventType.TYPING)))
                .excludeTypes(sometimes(random, some -> Set.of(pick(some, TYPES))))
                .visibility(sometimes(random, some -> pick(some, NAMES)))
                .sourceChannelId(sometimes(random, some -> "channel " + pick(some, NAMES)))
                .channelType(sometimes(random, some -> pick(some, CHANNEL_TYPES)))
                .participantId(sometimes(random, some -> pick(some, NAMES)))
                .correlationId(sometimes(random, some -> pick(some, NAMES)))
                .parentEventId(topLevelOnly ? null : sometimes(random, some -> pick(some, NAMES)))
                .topLevelOnly(topLevelOnly)
                .includeBlocked(random.nextBoolean())
                .afterTime(sometimes(random, some -> time))
                .beforeTime(sometimes(random, some -> time.plusSeconds(1 + some.nextInt(50))))
                .build();
    }

    private static List<RoomEvent> expected(List<RoomEvent> events, EventQuery query) {
        List<RoomEvent> wanted = events.stream()
                .filter(event -> query.afterIndex() == null || event.index() > query.afterIndex())
                .filter(event -> query.beforeIndex() == null || event.index() < query.beforeIndex())
                .filter(event -> matches(event, query.filter()))
                .toList();
        int offset = Math.min(Objects.requireNonNullElse(query.offset(), 0), wanted.size());
        int size = Math.min(query.limit(), wanted.size() - offset);
        boolean fromTheEnd = query.newestFirst() || query.beforeIndex() != null;
        int first = fromTheEnd ? wanted.size() - offset - size : offset;
        return wanted.subList(first, first + size);
    }

    private static boolean matches(RoomEvent event, EventFilter filter) {
        return (filter.types() == null || filter.types().contains(event.type()))
                && (filter.excludeTypes() == null || !filter.excludeTypes().contains(event.type()))
                && matches(filter.visibility(), event.visibility())
                && matches(filter.sourceChannelId(), event.source().channelId())
                && matches(filter.channelType(), event.source().channelType())
                && matches(filter.participantId(), event.source().participantId())
                && matches(filter.correlationId(), event.correlationId())
                && matches(filter.parentEventId(), event.parentEventId())
                && (filter.includeBlocked() || event.status() != EventStatus.BLOCKED)
                && (!filter.topLevelOnly() || event.parentEventId() == null)
                && (filter.afterTime() == null || event.createdAt().isAfter(filter.afterTime()))
                && (filter.beforeTime() == null || event.createdAt().isBefore(filter.beforeTime()));
    }

    private static boolean matches(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static Instant time(Random random) {
        return Samples.NOON.plusSeconds(random.nextInt(100));
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> @Nullable T orNull(Random random, List<T> values) {
        return random.nextBoolean() ? pick(random, values) : null;
    }

    private static <T> @Nullable T sometimes(Random random, Function<Random, T> value) {
        return (random.nextInt(6) == 0) ? value.apply(random) : null;
    }
}

package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EditContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.ToolCallContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests values that break careless code, in every component of every record type. A store must either store such a
 * value unchanged or reject it. When a store rejects a value, it must throw a documented exception and write nothing.
 * The exception must not contain the value, unless the value is a key of a map or the id of a record that does not
 * exist. The store must reject the same values as {@code InMemoryStore}, with the same exceptions.
 *
 * <p>For each record type, a test first tries one random value in every component. Then it tries random values in
 * random components for 50 ms, or for the number of seconds in {@code -Droomkit.chaos.seconds=…}.
 */
@Execution(ExecutionMode.SAME_THREAD)
public abstract class HostileRecordContract extends StoreContract {

    private static final long SMALL_STACK_BYTES = 256 * 1024;

    private static final Duration NORMALLY = Duration.ofMillis(50);

    private static final List<Class<? extends Record>> RECORDS = List.of(
            Room.class,
            RoomEvent.class,
            ChannelBinding.class,
            Participant.class,
            Identity.class,
            Task.class,
            Observation.class);

    private final ConversationStore memory = new InMemoryStore();

    /** Creates the tests for the given store. */
    protected HostileRecordContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> whateverStandsWhereverIsStoredExactlyOrRefused() {
        return RECORDS.stream()
                .map(type -> DynamicTest.dynamicTest(
                        type.getSimpleName(), () -> new Round(type, Seed.next()).tryEveryPlace()));
    }

    @Test
    void noDepthExhaustsASmallStack() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, this::tryEveryDepth, "small stack", SMALL_STACK_BYTES);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    private void tryEveryDepth() {
        String room = newRoom();
        long stored = 0;
        for (int depth : new int[] {1, 5, 20, 60, 100, 120, 125, 126, 127, 128, 129, 200, 3_000}) {
            Map<String, @Nullable Object> values = Map.of("leaf", 1);
            for (int i = 1; i < depth; i++) {
                values = Map.of("a", values);
            }
            EventContent content = new SystemContent("body", null, values);
            for (int i = 0; i < 5; i++) {
                content = EditContent.of("target", CompositeContent.of(content));
            }
            for (RoomEvent event : List.of(
                    Samples.event(room, "text").content(content).build(),
                    Samples.event(room, "text").metadata(values).build())) {
                assertThat(event.toString()).hasSizeLessThan(10_000);
                String when = "writing " + depth + " levels";
                HostileOutcome outcome = HostileOutcome.of(when, () -> store().addEventAutoIndex(room, event));
                if (outcome.isSuccess()) {
                    stored++;
                    assertThat(store().getEvent(room, event.id()).equals(Optional.ofNullable(outcome.result())))
                            .as(when)
                            .isTrue();
                    assertThat(store().getTimeline(room, 1).get(0).content().equals(event.content()))
                            .as(when)
                            .isTrue();
                }
                assertThat(outcome.isSuccess()).as(when).isEqualTo(depth <= 100);
            }
        }
        assertThat(store().getEventCount(room)).isEqualTo(stored);
    }

    @Test
    void whatIsMuchTooLargeIsRefused() {
        String room = newRoom();
        String large = HostileTexts.tooLong(newId());
        for (RoomEvent event : List.of(
                Samples.message(room, large),
                Samples.event(room, "text").metadata(Map.of("large", large)).build(),
                Samples.event(room, "text")
                        .content(ToolCallContent.of("tool", "call", Map.of("large", List.of(large))))
                        .build())) {
            HostileOutcome outcome = HostileOutcome.of("10 MB", () -> store().appendEvent(room, event));
            assertThat(outcome.failure())
                    .isInstanceOf(InvalidContentException.class)
                    .hasMessageMatching("The record is larger than \\d+ bytes");
        }
        Map<String, @Nullable Object> many = HostileValues.manyKeys();
        assertThat(store().patchRoomMetadata(room, many).metadata()).isEqualTo(many);
        assertThat(room(room).metadata()).isEqualTo(many);
        assertThat(store().getEventCount(room)).isZero();
    }

    @Test
    void keysOfOneHashCodeCostLittleTime() {
        Map<String, String> externalIds =
                keysOfOneHashCode(15).stream().collect(Collectors.toMap(key -> key, key -> "id"));
        Identity identity = Identity.builder(newId()).externalIds(externalIds).build();

        assertTimeout(Duration.ofSeconds(20), () -> {
            store().createIdentity(identity);
            for (int i = 0; i < 5; i++) {
                assertThat(store().getIdentity(identity.id())).contains(identity);
            }
        });
    }

    private static List<String> keysOfOneHashCode(int pairs) {
        List<String> keys = List.of("");
        for (int i = 0; i < pairs; i++) {
            keys = keys.stream()
                    .flatMap(key -> Stream.of(key + "Aa", key + "BB"))
                    .toList();
        }
        return keys;
    }

    /** Tries random values in the components of one record type. */
    private final class Round {

        private final Class<? extends Record> type;

        private final String when;

        private final Random random;

        private final RandomRecords records;

        private int tried;

        private int stored;

        private Round(Class<? extends Record> type, long seed) {
            this.type = type;
            this.when = "-Droomkit.contract.seed=" + seed + ": " + type.getSimpleName() + " with ";
            this.random = new Random(seed);
            this.records = new RandomRecords(seed);
        }

        private void tryEveryPlace() {
            List<HostilePlaces.Place> places = HostilePlaces.of(this.type);
            for (HostilePlaces.Place place : places) {
                String text = newId();
                List<Function<String, @Nullable Object>> values = place.values();
                tryOne(place, values.get(this.random.nextInt(values.size())).apply(text), text);
            }
            long end = System.nanoTime() + Chaos.duration(NORMALLY).toNanos();
            while (System.nanoTime() < end) {
                String text = newId();
                HostilePlaces.Place place = places.get(this.random.nextInt(places.size()));
                tryOne(place, place.any(this.random, text), text);
            }
            assertThat(this.stored).as(this.when + "any value").isBetween(1, this.tried - 1);
        }

        private void tryOne(HostilePlaces.Place place, @Nullable Object value, String text) {
            String what = this.when + place + " " + HostileOutcome.describe(value);
            RecordTrial trial = new RecordTrial(place, this.type, this.records, value, what);
            HostileOutcome outcome = trial.construction();
            this.tried++;
            if (outcome.isSuccess()) {
                outcome = write(trial, place, text, what);
                this.stored += outcome.isSuccess() ? 1 : 0;
            } else {
                assertThat(String.valueOf(outcome.failure())).as(what).containsAnyOf(place.refusalNames());
            }
            assertDoesNotSay(outcome, place, text, what);
        }

        private HostileOutcome write(RecordTrial trial, HostilePlaces.Place place, String text, String what) {
            trial.prepare(store());
            trial.prepare(memory());
            Object before = everything();
            HostileOutcome created = trial.create(store(), what);
            assertThat(created.kind())
                    .as(what)
                    .isEqualTo(trial.create(memory(), what).kind());
            if (!created.isSuccess()) {
                assertThat(everything()).as("everything after refusing " + what).isEqualTo(before);
            }
            trial.createHarmless(store());
            trial.createHarmless(memory());
            before = everything();
            HostileOutcome updated = trial.update(store(), what);
            assertThat(updated.kind())
                    .as(what)
                    .isEqualTo(trial.update(memory(), what).kind());
            if (!updated.isSuccess()) {
                assertThat(everything()).as("everything after refusing " + what).isEqualTo(before);
            }
            assertDoesNotSay(updated, place, text, what);
            trial.clean(store());
            trial.clean(memory());
            return created;
        }

        private static void assertDoesNotSay(
                HostileOutcome outcome, HostilePlaces.Place place, String text, String what) {
            if (!place.isName() && !outcome.kind().endsWith("NotFoundException")) {
                outcome.assertDoesNotSay(text, what);
            }
        }

        private ConversationStore memory() {
            return HostileRecordContract.this.memory;
        }
    }
}

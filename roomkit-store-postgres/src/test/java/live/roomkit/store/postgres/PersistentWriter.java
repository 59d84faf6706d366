package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.event.RoomEventBuilder;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;

/**
 * Writes to a store whose server comes and goes, repeats what failed, and keeps what was acknowledged. Each event says a
 * text that no other one says.
 */
final class PersistentWriter {

    private final ConversationStore store;

    private final String room;

    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger acknowledgements = new AtomicInteger();

    private final AtomicInteger failures = new AtomicInteger();

    PersistentWriter(ConversationStore store, String room) {
        this.store = store;
        this.room = room;
    }

    String room() {
        return this.room;
    }

    /** The texts of the events that must be there now, with their indices. */
    Map<String, Long> acknowledged() {
        return this.acknowledged;
    }

    /** How many writes succeeded. */
    int acknowledgements() {
        return this.acknowledgements.get();
    }

    /** How many attempts did not. */
    int failures() {
        return this.failures.get();
    }

    /** Appends a message as a sender who knows it by a key, and gives it another id each time. */
    void appendByKey(String text) {
        append(text, () -> message(text).idempotencyKey(text).build());
    }

    /** Appends a message as a sender who knows it by its id alone. */
    void appendById(String text) {
        RoomEvent message = message(text).id(text).build();
        append(text, () -> message);
    }

    private void append(String text, Supplier<RoomEvent> message) {
        Outcome<AppendResult> outcome =
                repeat(() -> this.store.appendEvent(this.room, message.get()), () -> isThere(text));
        assertThat(outcome.result().duplicate() && !outcome.mayHaveBeenThere())
                .as("nobody but an attempt of unknown outcome wrote it before")
                .isFalse();
        this.acknowledged.put(text, outcome.result().event().index());
    }

    /** Adds several messages at once. */
    void addBatch(List<String> texts) {
        List<RoomEvent> batch = texts.stream()
                .map(text -> message(text).idempotencyKey(text).build())
                .toList();
        Outcome<List<RoomEvent>> outcome = repeat(() -> addOrFind(batch, texts), () -> isThere(texts.get(0)));
        List<RoomEvent> added = outcome.result();
        for (int i = 0; i < added.size(); i++) {
            assertThat(added.get(i).index()).isEqualTo(added.get(0).index() + i);
            this.acknowledged.put(texts.get(i), added.get(i).index());
        }
    }

    private List<RoomEvent> addOrFind(List<RoomEvent> batch, List<String> texts) {
        try {
            return this.store.addEventsAutoIndex(this.room, batch);
        } catch (IdempotencyConflictException | DuplicateIdException ex) {
            return texts.stream().map(text -> find(text).orElseThrow()).toList();
        }
    }

    /** Deletes a message that was appended. */
    void delete(String text) {
        String id = repeat(() -> find(text), () -> false).result().orElseThrow().id();
        Outcome<List<String>> outcome = repeat(
                () -> this.store.deleteEvent(this.room, id), () -> find(text).isEmpty());
        assertThat(outcome.result().isEmpty() && !outcome.mayHaveBeenThere())
                .as("nobody but an attempt of unknown outcome deleted it before")
                .isFalse();
        this.acknowledged.remove(text);
    }

    /** Marks everything as read. */
    void markAllRead(String channelId) {
        repeat(
                () -> {
                    this.store.markAllRead(this.room, channelId);
                    return channelId;
                },
                () -> false);
    }

    private RoomEventBuilder message(String text) {
        EventSource source = EventSource.inbound("sms-main", ChannelType.SMS);
        return RoomEvent.builder(this.room, source, TextContent.of(text))
                .id(UUID.randomUUID().toString());
    }

    private boolean isThere(String text) {
        return find(text).isPresent();
    }

    private Optional<RoomEvent> find(String text) {
        return this.store.getEventByIdempotencyKey(this.room, text).or(() -> this.store.getEvent(this.room, text));
    }

    /**
     * Repeats a write until it succeeds. After an attempt that is said not to have happened, what it wrote must not be
     * there.
     */
    private <T> Outcome<T> repeat(Supplier<T> write, BooleanSupplier written) {
        boolean mayHaveBeenThere = false;
        while (true) {
            try {
                T result = write.get();
                this.acknowledgements.incrementAndGet();
                return new Outcome<>(result, mayHaveBeenThere);
            } catch (StoreUnavailableException | StoreTimeoutException ex) {
                this.failures.incrementAndGet();
                mayHaveBeenThere |= !ex.isOutcomeKnown();
                assertThat(!mayHaveBeenThere && read(written))
                        .as("written by an attempt that claimed it was not")
                        .isFalse();
            }
        }
    }

    private static boolean read(BooleanSupplier question) {
        List<StoreException> failures = new ArrayList<>();
        while (true) {
            try {
                return question.getAsBoolean();
            } catch (StoreUnavailableException | StoreTimeoutException ex) {
                failures.add(ex);
                assertThat(failures).hasSizeLessThan(1_000);
            }
        }
    }

    /**
     * A write that succeeded.
     *
     * @param mayHaveBeenThere whether an earlier attempt left open what became of it
     */
    private record Outcome<T>(T result, boolean mayHaveBeenThere) {}
}

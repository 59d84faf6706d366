package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.AppendResult;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection breaks between the server's work and its answer. The exception says whether the write may be there. */
@ExtendWith(QuietPools.class)
class LostAnswerTests {

    private static final String INSERT = "INSERT INTO roomkit.events";

    private static final String COMMIT = "COMMIT";

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore observer = database.open();

    @AutoClose
    private final LossyNetwork network = new LossyNetwork(database.url());

    @AutoClose
    private final PostgresStore store = database.builder()
            .url(this.network.url())
            .migration(MigrationMode.NONE)
            .minPoolSize(1)
            .maxPoolSize(1)
            .open();

    private final String room =
            observer.createRoom(Room.of(UUID.randomUUID().toString())).id();

    @Test
    void anAppendWhoseAnswerIsLostEachTimeIsThereOnceAndARepetitionIsADuplicate() {
        this.network.loseAnswersTo(INSERT, 3);
        StoreUnavailableException failure = failureOf(() -> this.store.appendEvent(this.room, keyed("key")));

        assertThat(failure.isOutcomeKnown()).isFalse();
        assertThat(failure.isRetryable()).isTrue();
        AppendResult again = this.store.appendEvent(this.room, keyed("key"));
        assertThat(again.duplicate()).isTrue();
        assertThat(observer.getTimeline(this.room, 10)).containsExactly(again.event());
    }

    @Test
    void anAppendWithoutAKeyIsRepeatedByItsId() {
        RoomEvent event = keyed(null);
        this.network.loseAnswersTo(INSERT, 3);
        failureOf(() -> this.store.appendEvent(this.room, event));

        assertThat(this.store.appendEvent(this.room, event).duplicate()).isTrue();
        assertThat(observer.getEventCount(this.room)).isEqualTo(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "key")
    void aRedeliveryWhoseStatementIsLostIsADuplicate(@Nullable String key) {
        for (AppendOptions options : List.of(AppendOptions.NONE, AppendOptions.MARK_READ)) {
            RoomEvent event = Application.keyed(this.room, "hello", (key != null) ? key + options : null);
            AppendResult first = observer.appendEvent(this.room, event);
            this.network.loseStatement(INSERT);

            AppendResult second = this.store.appendEvent(this.room, event, options);

            assertThat(this.network.isWaiting()).isFalse();
            assertThat(first.duplicate()).isFalse();
            assertThat(second).isEqualTo(new AppendResult(first.event(), true));
        }
        assertThat(observer.getUnreadCount(this.room, "sms-main")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {INSERT, COMMIT})
    void anAppendThatMarksReadIsRepeated(String lost) {
        RoomEvent event = keyed("key");
        observer.appendEvent(this.room, keyed("other"));
        this.network.loseAnswerTo(lost);

        AppendResult result = this.store.appendEvent(this.room, event, AppendOptions.MARK_READ);

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(result.duplicate()).isFalse();
        assertThat(observer.getEvent(this.room, event.id())).contains(result.event());
        assertThat(observer.getUnreadCount(this.room, "sms-main")).isZero();
        assertThat(this.store.appendEvent(this.room, event).duplicate()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEventIsAddedOnceWhateverIsLost(boolean arrives) {
        RoomEvent event = keyed("key");
        loseOnce(arrives);

        RoomEvent added = this.store.addEventAutoIndex(this.room, event);

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(observer.getTimeline(this.room, 10)).containsExactly(added);
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> this.store.addEventAutoIndex(this.room, event));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchIsAddedOnceWhateverIsLost(boolean arrives) {
        List<RoomEvent> batch = List.of(keyed("one"), keyed("two"));
        loseOnce(arrives);

        List<RoomEvent> added = this.store.addEventsAutoIndex(this.room, batch);

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(observer.getTimeline(this.room, 10)).isEqualTo(added);
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> this.store.addEventsAutoIndex(this.room, batch));
    }

    @Test
    void anEventOfAnotherIsStillRefusedAfterALoss() {
        RoomEvent event = keyed(null);
        observer.addEventAutoIndex(this.room, event);

        loseOnce(true);
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> this.store.addEventAutoIndex(this.room, event));
        loseOnce(false);
        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> this.store.addEventsAutoIndex(this.room, List.of(keyed(null), event)));

        assertThat(this.network.isWaiting()).isFalse();
        assertThat(observer.getEventCount(this.room)).isEqualTo(1);
    }

    private void loseOnce(boolean arrives) {
        if (arrives) {
            this.network.loseAnswerTo(INSERT);
        } else {
            this.network.loseStatement(INSERT);
        }
    }

    @Test
    void aDeletionThatBreaksBeforeItsCommitIsKnownNotToHaveHappened() {
        RoomEvent event = observer.appendEvent(this.room, keyed("key")).event();

        this.network.loseAnswersTo("DELETE FROM roomkit.events", 3);
        StoreUnavailableException failure = failureOf(() -> this.store.deleteEvent(this.room, event.id()));

        assertThat(failure.isOutcomeKnown()).isTrue();
        assertThat(failure.isRetryable()).isTrue();
        assertThat(observer.getEvent(this.room, event.id())).contains(event);
        assertThat(this.store.deleteEvent(this.room, event.id())).containsExactly(event.id());
    }

    @Test
    void aDeletionWhoseCommitIsNotAnsweredHasHappened() {
        RoomEvent event = observer.appendEvent(this.room, keyed("key")).event();

        StoreUnavailableException failure = lose(COMMIT, () -> this.store.deleteEvent(this.room, event.id()));

        assertThat(failure.isOutcomeKnown()).isFalse();
        assertThat(this.store.deleteEvent(this.room, event.id())).isEmpty();
        assertThat(observer.getEventCount(this.room)).isZero();
    }

    @Test
    void aRoomWhoseCreationIsNotAnsweredIsThere() {
        Room created = Room.of(UUID.randomUUID().toString());

        StoreUnavailableException failure = lose("INSERT INTO roomkit.rooms", () -> this.store.createRoom(created));

        assertThat(failure.isOutcomeKnown()).isFalse();
        assertThatExceptionOfType(DuplicateIdException.class).isThrownBy(() -> this.store.createRoom(created));
        assertThat(this.store.getOrCreateRoom(created)).isEqualTo(created);
    }

    /** The failure of a call, the answer to one of whose statements gets lost. */
    private StoreUnavailableException lose(String words, Runnable call) {
        this.network.loseAnswerTo(words);
        return failureOf(call);
    }

    private StoreUnavailableException failureOf(Runnable call) {
        StoreUnavailableException failure = catchThrowableOfType(StoreUnavailableException.class, call::run);
        assertThat(this.network.isWaiting()).as("no such statement was sent").isFalse();
        assertThat(failure).isNotNull();
        return failure;
    }

    private RoomEvent keyed(String key) {
        return Application.keyed(this.room, "hello", key);
    }
}

package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.ExpiredFeedTokenException;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.FeedState;
import live.roomkit.feed.FeedToken;
import org.junit.jupiter.api.Test;

/**
 * Tests the deletion of old changes from the change feed. The tests need a store whose change feed no other test uses.
 */
public abstract class ChangeFeedRetentionContract extends StoreContract {

    private static final Instant LATE = Instant.parse("9999-01-01T00:00:00Z");

    /** Creates the tests for the given store, whose change feed must be on. */
    protected ChangeFeedRetentionContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    private ChangeFeed feed() {
        return ChangeFeed.of(store());
    }

    @Test
    void oldChangesAreDeletedAndTheirTokensRefused() {
        FeedToken start = feed().latest();
        String id = newRoom();
        append(id, "hello");
        FeedToken middle = feed().read(FeedQuery.after(start)).tokenAfter(0);
        FeedToken end = feed().latest();

        assertThat(feed().state().changes()).isEqualTo(2);
        assertThat(feed().deleteBefore(Instant.EPOCH)).isZero();
        assertThat(changes(start)).hasSize(2);
        assertThat(feed().deleteBefore(LATE)).isEqualTo(2);

        assertThatExceptionOfType(ExpiredFeedTokenException.class).isThrownBy(() -> changes(start));
        assertThatExceptionOfType(ExpiredFeedTokenException.class).isThrownBy(() -> changes(middle));
        assertThat(changes(end)).isEmpty();
        assertThat(feed().state()).isEqualTo(new FeedState(0, Duration.ZERO, Duration.ZERO));
        append(id, "later");
        assertThat(changes(end)).hasSize(1).isEqualTo(changes(feed().earliest()));
    }

    @Test
    void whatAGroupHasNotHandledIsKept() {
        List<Change> handled = new CopyOnWriteArrayList<>();
        FeedConsumer.Builder builder =
                feed().consumer("slow").from(FeedStart.EARLIEST).onChange(handled::add);
        append(newRoom(), "handled");
        builder.start().close();
        int before = changes(feed().earliest()).size();
        append(newRoom(), "not handled yet");

        feed().deleteBefore(LATE);

        assertThat(changes(feed().earliest())).hasSizeGreaterThanOrEqualTo(2);
        FeedConsumer consumer = builder.start();
        Waiting.until(() -> handled.size() >= before + 2);
        assertThat(consumer.state().failure()).isNull();
        consumer.close();
        assertThat(feed().deleteBefore(LATE)).isPositive();
        assertThat(changes(feed().earliest())).isEmpty();
        feed().removeGroup("slow");
    }

    private List<Change> changes(FeedToken after) {
        return feed().read(FeedQuery.after(after)).changes();
    }
}

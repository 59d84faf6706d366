package live.roomkit.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;
import org.junit.jupiter.api.Test;

/** Tests what a member does when another member claims its partition while its handler runs. */
class LeaseRenewalTests {

    private static final Duration LEASE = Duration.ofSeconds(1);

    private static final FeedToken TOKEN = new FeedToken("token");

    private final AtomicBoolean claimedByAnother = new AtomicBoolean();

    private final List<Long> handled = new CopyOnWriteArrayList<>();

    private final CountDownLatch renewedNothing = new CountDownLatch(2);

    private final CountDownLatch handledTwice = new CountDownLatch(2);

    private final ChangeFeed feed = proxy(ChangeFeed.class, method -> switch (method) {
        case "read" -> new FeedPage(changes(), place -> TOKEN, TOKEN, false);
        default -> TOKEN;
    });

    private final ConsumerGroups groups = proxy(ConsumerGroups.class, method -> switch (method) {
        case "create" -> "1 partitions, all kinds, all rooms";
        case "beat" -> new Beat(true, List.of(new Lease(0, 1, TOKEN)), 0, LEASE, 0, false);
        case "renew" -> renewed();
        case "parkedIn" -> Set.of();
        case "isUntouched" -> true;
        case "isClosed" -> false;
        default -> null;
    });

    @Test
    void aClaimedPartitionIsNotRenewed() throws InterruptedException {
        FeedConsumer consumer = new ConsumerBuilder(this.feed, this.groups, new FeedPulse(this.feed), "crm")
                .partitions(1)
                .lease(LEASE)
                .onChange(this::handle)
                .start();
        try {
            assertThat(this.handledTwice.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            consumer.close();
        }

        assertThat(this.handled).startsWith(1L, 1L);
    }

    /** Another member claims the partition during the first call, which lasts until its lease has ended. */
    private void handle(Change change) {
        if (this.claimedByAnother.compareAndSet(false, true)) {
            try {
                assertThat(this.renewedNothing.await(30, TimeUnit.SECONDS)).isTrue();
                new CountDownLatch(1).await(LEASE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
        this.handled.add(change.id());
        this.handledTwice.countDown();
    }

    private int renewed() {
        if (this.claimedByAnother.get()) {
            this.renewedNothing.countDown();
            return 0;
        }
        return 1;
    }

    private static List<Change> changes() {
        return LongStream.of(1, 2)
                .<Change>mapToObj(id -> new Change.RoomCreated(id, "room-" + id, null, Instant.EPOCH))
                .toList();
    }

    private <T> T proxy(Class<T> type, java.util.function.Function<String, Object> results) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("inTransaction")) {
                        ((Runnable) arguments[0]).run();
                        return null;
                    }
                    return results.apply(method.getName());
                }));
    }
}

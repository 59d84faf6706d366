package live.roomkit.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;
import org.junit.jupiter.api.Test;

class FeedPulseTests {

    private static final FeedToken TOKEN = new FeedToken("token");

    private final AtomicInteger reads = new AtomicInteger();

    private final CountDownLatch renewals = new CountDownLatch(30);

    private final ChangeFeed idle = (ChangeFeed) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ChangeFeed.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("latest")) {
                    return TOKEN;
                }
                if (this.reads.incrementAndGet() == 2) {
                    throw new OutOfMemoryError("in a test");
                }
                return new FeedPage(List.of(), place -> TOKEN, TOKEN, false);
            });

    /** The shortest lease is a second, and an idle feed is read less often. An error ends nothing. */
    @Test
    void renewsLeasesMoreOftenThanItReads() throws InterruptedException {
        FeedPulse pulse = new FeedPulse(this.idle);
        FeedPulse.Member member = new FeedPulse.Member() {

            @Override
            public void wake() {}

            @Override
            public void renewIfDue() {
                FeedPulseTests.this.renewals.countDown();
            }
        };
        pulse.add(member);

        assertThat(this.renewals.await(30, TimeUnit.SECONDS)).isTrue();
        pulse.remove(member);
        assertThat(this.reads).hasValueBetween(3, 20);
    }
}

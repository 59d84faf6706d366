package live.roomkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.feed.Lease;
import org.junit.jupiter.api.Test;

class MemoryGroupsTests {

    private static final FeedToken TOKEN = new FeedToken("token");

    private final MemoryGroups groups = new MemoryGroups(Clock.systemUTC(), () -> {});

    @Test
    void aMemberThatAdvancesRenewsItsLeases() {
        this.groups.create("group", "settings", 2, () -> TOKEN);
        List<Lease> held =
                this.groups.beat("group", "first member", Duration.ofHours(1)).held();
        this.groups.renew("group", "first member", Duration.ofSeconds(-1));

        this.groups.advance("group", "first member", Duration.ofHours(1), held, TOKEN);

        assertThat(held).hasSize(2);
        assertThat(this.groups
                        .beat("group", "second member", Duration.ofHours(1))
                        .held())
                .isEmpty();
    }
}

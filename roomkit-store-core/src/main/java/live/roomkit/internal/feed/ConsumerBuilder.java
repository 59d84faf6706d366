package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedConsumer;
import live.roomkit.feed.FeedQuery;
import live.roomkit.feed.FeedStart;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/** Configures consumers of a feed. */
public final class ConsumerBuilder implements FeedConsumer.Builder {

    private static final int MAX_GROUP_CHARACTERS = 255;

    private static final int MAX_PARTITIONS = 256;

    private static final int MAX_THREADS = 64;

    private final ChangeFeed feed;

    private final ConsumerGroups groups;

    private final FeedPulse pulse;

    private final String group;

    private int partitions = 8;

    private Duration lease = Duration.ofSeconds(15);

    private int batch = 200;

    private FeedStart start = FeedStart.LATEST;

    private @Nullable Set<Class<? extends Change>> kinds;

    private @Nullable String organizationId;

    private int threads = 1;

    private int attempts = 5;

    private Duration pause = Duration.ofMillis(200);

    private Consumer<Runnable> around = Runnable::run;

    private @Nullable Consumer<? super Change> handler;

    public ConsumerBuilder(ChangeFeed feed, ConsumerGroups groups, FeedPulse pulse, String group) {
        this.feed = feed;
        this.groups = groups;
        this.pulse = pulse;
        this.group = checkedGroup(group);
    }

    /**
     * Checks the name of a consumer group, and returns the name. Rejects blank names and names of more than 255
     * characters.
     */
    public static String checkedGroup(@Nullable String group) {
        String name = Checks.text("group", Checks.notBlank("group", group));
        Checks.check(name.length() <= MAX_GROUP_CHARACTERS, "group must not be longer than 255 characters");
        return name;
    }

    @Override
    public ConsumerBuilder partitions(int partitions) {
        this.partitions = range("partitions", partitions, MAX_PARTITIONS);
        return this;
    }

    @Override
    public ConsumerBuilder lease(Duration lease) {
        Checks.check(
                Checks.notNull("lease", lease).compareTo(Duration.ofSeconds(1)) >= 0,
                "lease must be at least one second");
        this.lease = lease;
        return this;
    }

    @Override
    public ConsumerBuilder batch(int changes) {
        this.batch = range("batch", changes, Checks.MAX_LIMIT);
        return this;
    }

    @Override
    public ConsumerBuilder from(FeedStart start) {
        this.start = Checks.notNull("start", start);
        return this;
    }

    @Override
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final ConsumerBuilder kinds(Class<? extends Change>... kinds) {
        return kinds(Set.of(kinds));
    }

    @Override
    public ConsumerBuilder kinds(@Nullable Set<Class<? extends Change>> kinds) {
        this.kinds = FeedQuery.after(new FeedToken("-")).kinds(kinds).kinds();
        Checks.check(kinds == null || !kinds.isEmpty(), "kinds must not be empty");
        return this;
    }

    @Override
    public ConsumerBuilder organizationId(@Nullable String organizationId) {
        this.organizationId = Checks.optionalId("organizationId", organizationId);
        return this;
    }

    @Override
    public ConsumerBuilder threads(int threads) {
        this.threads = range("threads", threads, MAX_THREADS);
        return this;
    }

    @Override
    public ConsumerBuilder attempts(int attempts, Duration pause) {
        this.attempts = range("attempts", attempts, Integer.MAX_VALUE);
        Checks.check(!Checks.notNull("pause", pause).isNegative(), "pause must not be negative");
        this.pause = pause;
        return this;
    }

    @Override
    public ConsumerBuilder around(Consumer<Runnable> around) {
        this.around = Checks.notNull("around", around);
        return this;
    }

    @Override
    public ConsumerBuilder onChange(Consumer<? super Change> handler) {
        this.handler = Checks.notNull("handler", handler);
        return this;
    }

    @Override
    public FeedConsumer start() {
        ConsumerSettings settings = new ConsumerSettings(
                this.group,
                this.partitions,
                this.lease,
                this.batch,
                this.start,
                this.kinds,
                this.organizationId,
                this.threads,
                this.attempts,
                this.pause,
                this.around,
                Checks.notNull("onChange", this.handler));
        return GroupConsumer.start(this.feed, this.groups, this.pulse, settings);
    }

    private static int range(String name, int value, int highest) {
        Checks.check(value >= 1 && value <= highest, name + " must be between 1 and " + highest);
        return value;
    }
}

package live.roomkit.boot.autoconfigure.feed;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import live.roomkit.feed.FeedConsumerState;
import org.springframework.beans.factory.ObjectProvider;

/** Registers the meters of methods with {@code @RoomKitListener}. */
final class ListenerMeters {

    private static final double NANOS_PER_SECOND = 1e9;

    private final ObjectProvider<MeterRegistry> registries;

    ListenerMeters(ObjectProvider<MeterRegistry> registries) {
        this.registries = registries;
    }

    /** Registers the meters of a listener, if the application has a meter registry. */
    void bind(Listener listener) {
        this.registries.ifUnique(registry -> bind(listener, registry));
    }

    private static void bind(Listener listener, MeterRegistry registry) {
        String group = listener.group();
        TimeGauge.builder(
                        "roomkit.store.feed.lag",
                        listener,
                        TimeUnit.SECONDS,
                        value(state -> state.lag().toNanos() / NANOS_PER_SECOND))
                .description("Age of the oldest change that this node has to handle yet")
                .tag("group", group)
                .register(registry);
        FunctionCounter.builder("roomkit.store.feed.changes", listener, value(FeedConsumerState::handled))
                .description("Changes that this node handled")
                .tag("group", group)
                .register(registry);
        FunctionCounter.builder("roomkit.store.feed.failures", listener, value(FeedConsumerState::failures))
                .description("Times that a listener threw an exception on this node")
                .tag("group", group)
                .register(registry);
        Gauge.builder("roomkit.store.feed.parked", listener, value(FeedConsumerState::parkedRooms))
                .description("Parked rooms of the group")
                .tag("group", group)
                .register(registry);
    }

    private static ToDoubleFunction<Listener> value(ToDoubleFunction<FeedConsumerState> figure) {
        return listener -> {
            FeedConsumerState state = listener.state();
            return (state != null) ? figure.applyAsDouble(state) : 0;
        };
    }
}

package live.roomkit.store.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Function;
import live.roomkit.internal.Checks;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.ForwardingConversationStore;
import live.roomkit.store.StoreOperation;
import org.jspecify.annotations.Nullable;

/**
 * Decorator that observes every operation of a store through Micrometer: with a timer {@code roomkit.store} and, when
 * tracing is enabled, with a span. {@link StoreObservationDocumentation} lists the key values. To replace the key
 * values, register a {@code GlobalObservationConvention} for {@link StoreObservationContext} in the registry.
 *
 * <p>While the registry has no {@code ObservationHandler}, calls pass directly to the store and are not observed.
 */
public final class InstrumentedConversationStore extends ForwardingConversationStore {

    private static final StoreObservationConvention CONVENTION = new DefaultStoreObservationConvention();

    private final ObservationRegistry registry;

    private final @Nullable ObservedDatabase database;

    private final ConstantKeyValues constants;

    /** Creates a decorator whose spans do not describe the database of the store. */
    public InstrumentedConversationStore(ConversationStore delegate, ObservationRegistry registry) {
        this(delegate, registry, null);
    }

    /**
     * Creates a decorator whose spans describe the given database.
     *
     * @param delegate the store to observe
     * @param registry the registry that observes every operation
     * @param database the description of the database of the store, or {@code null} for spans that do not describe a
     *     database
     */
    public InstrumentedConversationStore(
            ConversationStore delegate, ObservationRegistry registry, @Nullable ObservedDatabase database) {
        super(delegate);
        this.registry = Checks.notNull("registry", registry);
        this.database = database;
        this.constants = new ConstantKeyValues(database);
    }

    /** Returns {@code true} while the registry has no handler. */
    @Override
    protected boolean isTransparent() {
        return this.registry.isNoop();
    }

    @Override
    protected <T> T call(StoreOperation operation, @Nullable String subject, Function<ConversationStore, T> work) {
        return observation(operation, subject).observe(() -> super.call(operation, subject, work));
    }

    private Observation observation(StoreOperation operation, @Nullable String subject) {
        String roomId = (operation.subject() == StoreOperation.Subject.ROOM) ? subject : null;
        return StoreObservationDocumentation.STORE_OPERATION.observation(
                null,
                CONVENTION,
                () -> new StoreObservationContext(operation, roomId, this.database, this.constants),
                this.registry);
    }
}

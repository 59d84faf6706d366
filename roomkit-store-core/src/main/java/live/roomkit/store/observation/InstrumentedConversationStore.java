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
 * Observes every operation of a store through Micrometer: by a timer {@code roomkit.store}, and by a span where tracing is
 * on. {@link StoreObservationDocumentation} lists the key values; a {@code GlobalObservationConvention} of
 * {@link StoreObservationContext} in the registry replaces them.
 *
 * <p>While the registry has no handler, a call costs nothing more than asking it.
 */
public final class InstrumentedConversationStore extends ForwardingConversationStore {

    private static final StoreObservationConvention CONVENTION = new DefaultStoreObservationConvention();

    private final ObservationRegistry registry;

    private final @Nullable ObservedDatabase database;

    private final ConstantKeyValues constants;

    /** Observes a store without saying which database it uses. */
    public InstrumentedConversationStore(ConversationStore delegate, ObservationRegistry registry) {
        this(delegate, registry, null);
    }

    /**
     * Observes a store.
     *
     * @param delegate the store
     * @param registry told of every operation
     * @param database the database behind the store, if there is one
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

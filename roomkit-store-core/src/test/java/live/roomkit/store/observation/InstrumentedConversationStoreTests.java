package live.roomkit.store.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.transport.Kind;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelType;
import live.roomkit.event.EventQuery;
import live.roomkit.room.Room;
import live.roomkit.store.AddressConflictException;
import live.roomkit.store.BindingNotFoundException;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.DuplicateIndexException;
import live.roomkit.store.EventNotFoundException;
import live.roomkit.store.IdempotencyConflictException;
import live.roomkit.store.IdentityNotFoundException;
import live.roomkit.store.InvalidContentException;
import live.roomkit.store.PageTooLargeException;
import live.roomkit.store.ParticipantNotFoundException;
import live.roomkit.store.RoomClosedException;
import live.roomkit.store.RoomFullException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreOperation;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import live.roomkit.store.TaskNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InstrumentedConversationStoreTests {

    private final RecordedStore recorded = new RecordedStore();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final Contexts contexts = new Contexts();

    private final ConversationStore store = new InstrumentedConversationStore(
            this.recorded.asStore(),
            this.registry,
            new ObservedDatabase("postgresql", "chat.roomkit", "db.example.org", 5432));

    InstrumentedConversationStoreTests() {
        this.registry.observationConfig().observationHandler(this.contexts);
    }

    @Test
    void anOperationIsObservedFromStartToStop() {
        this.store.getRoom("room-1");

        TestObservationRegistryAssert.assertThat(this.registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("roomkit.store")
                .hasContextualNameEqualTo("get_room rooms")
                .hasLowCardinalityKeyValue("store.operation", "get_room")
                .hasLowCardinalityKeyValue("store.table", "rooms")
                .hasLowCardinalityKeyValue("outcome", "success")
                .hasLowCardinalityKeyValue("sqlstate.class", "none")
                .hasHighCardinalityKeyValue("db.system.name", "postgresql")
                .hasHighCardinalityKeyValue("db.namespace", "chat.roomkit")
                .hasHighCardinalityKeyValue("db.operation.name", "get_room")
                .hasHighCardinalityKeyValue("db.collection.name", "rooms")
                .hasHighCardinalityKeyValue("roomkit.room.id", "room-1")
                .hasHighCardinalityKeyValue("server.address", "db.example.org")
                .hasHighCardinalityKeyValue("server.port", "5432")
                .doesNotHaveHighCardinalityKeyValueWithKey("db.response.status_code")
                .doesNotHaveHighCardinalityKeyValueWithKey("error.type")
                .doesNotHaveError()
                .hasBeenStarted()
                .hasBeenStopped();
    }

    @Test
    void aSpanHasOnlyTheKeysThatHaveAValue() {
        ConversationStore store = new InstrumentedConversationStore(this.recorded.asStore(), this.registry);

        store.getRoom("room-1");
        store.findEvent("event-1");

        assertThat(this.contexts.stopped)
                .extracting(context -> context.getHighCardinalityKeyValues().stream()
                        .map(KeyValue::getKey)
                        .toList())
                .containsExactly(
                        List.of("db.collection.name", "db.operation.name", "roomkit.room.id"),
                        List.of("db.collection.name", "db.operation.name"));
        for (StoreObservationContext context : this.contexts.stopped) {
            assertThat(context.getAllKeyValues()).extracting(KeyValue::getValue).doesNotContain("none");
        }
    }

    @Test
    void theMeterOfActiveCallsHasNoOutcome() {
        this.store.getRoom("room-1");

        assertThat(this.contexts.started.get(0))
                .extracting(KeyValue::getKey)
                .containsExactly("store.operation", "store.table");
    }

    @Test
    void aSpanIsOfKindClient() {
        this.store.getRoom("room-1");

        StoreObservationContext context = this.contexts.single();
        assertThat(context.getKind()).isEqualTo(Kind.CLIENT);
        assertThat(context.getSetter()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("abstractOperations")
    void everyOperationIsObservedOnceAndHandedOnAsItIs(Method operation) throws Exception {
        Object[] arguments = Samples.argumentsFor(operation);

        Object answer = operation.invoke(this.store, arguments);

        assertThat(this.recorded.calls).containsExactly(new RecordedStore.Call(operation, List.of(arguments)));
        assertThat(answer).isEqualTo(operation.invoke(this.recorded.asStore(), arguments));
        assertThat(this.contexts.single().getOperation()).isEqualTo(snakeCase(operation.getName()));
        assertThat(value(this.contexts.single(), "outcome")).isEqualTo("success");
    }

    @ParameterizedTest
    @MethodSource("abstractOperations")
    void everyOperationIsObservedWithoutWhatPeopleSaid(Method operation) throws Exception {
        operation.invoke(this.store, Samples.argumentsFor(operation));

        StoreObservationContext context = this.contexts.single();
        assertThat(context.getAllKeyValues())
                .extracting(KeyValue::getValue)
                .noneMatch(value -> value.contains("secret"));
        assertThat(context.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @MethodSource("abstractOperations")
    void everyFailureIsObservedAndPassedOn(Method operation) {
        this.recorded.failure = new StoreException("failed");

        assertThatThrownBy(() -> operation.invoke(this.store, Samples.argumentsFor(operation)))
                .cause()
                .isSameAs(this.recorded.failure);

        assertThat(this.contexts.single().getError()).isSameAs(this.recorded.failure);
        assertThat(value(this.contexts.single(), "outcome")).isEqualTo("error");
    }

    @ParameterizedTest
    @MethodSource("abstractOperations")
    void nothingIsObservedWithoutHandlers(Method operation) throws Exception {
        ConversationStore store =
                new InstrumentedConversationStore(this.recorded.asStore(), ObservationRegistry.create());
        Object[] arguments = Samples.argumentsFor(operation);

        operation.invoke(store, arguments);

        assertThat(this.recorded.calls).containsExactly(new RecordedStore.Call(operation, List.of(arguments)));
    }

    @ParameterizedTest
    @MethodSource("operationsWithRoom")
    void theRoomIsOnTheSpanOnly(Method operation) throws Exception {
        operation.invoke(this.store, Samples.argumentsFor(operation));

        StoreObservationContext context = this.contexts.single();
        assertThat(context.getHighCardinalityKeyValue("roomkit.room.id").getValue())
                .isEqualTo("room-1");
        assertThat(context.getLowCardinalityKeyValues())
                .extracting(KeyValue::getValue)
                .doesNotContain("room-1");
    }

    @ParameterizedTest
    @MethodSource("abstractOperations")
    void aNullArgumentIsLeftToTheStore(Method operation) throws Exception {
        Object[] arguments = Samples.argumentsFor(operation);
        if (operation.getParameterTypes()[0].isPrimitive()) {
            throw new AssertionError("a first parameter that cannot be null");
        }
        arguments[0] = null;
        InvocationHandler refusing = (proxy, method, given) -> {
            throw new IllegalArgumentException("null");
        };
        ConversationStore store = new InstrumentedConversationStore(proxy(refusing), this.registry);

        assertThatThrownBy(() -> operation.invoke(store, arguments))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("null");
        assertThat(this.contexts.single().getHighCardinalityKeyValue("roomkit.room.id"))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("overloads")
    void anOverloadIsObservedOnce(Method overload) throws Exception {
        overload.invoke(this.store, Samples.argumentsFor(overload));

        assertThat(this.contexts.stopped).hasSize(1);
    }

    @Test
    void aStreamIsObservedPageByPage() {
        this.store.streamEvents(EventQuery.of("room-1")).forEach(event -> {});

        assertThat(this.contexts.single().getOperation()).isEqualTo("page_events");
    }

    @Test
    void anOrganizationsViewIsObserved() {
        ConversationStore view = this.store.forOrganization("org-1");
        view.getRoom("room-1");

        assertThat(this.recorded.calls)
                .extracting(call -> call.method().getName())
                .containsExactly("forOrganization", "getRoom");
        assertThat(this.contexts.single().getOperation()).isEqualTo("get_room");
        assertThat(value(this.contexts.single(), "db.system.name")).isEqualTo("postgresql");
    }

    @Test
    void closingClosesTheStoreAndIsNotObserved() {
        this.store.close();

        assertThat(this.recorded.calls)
                .extracting(call -> call.method().getName())
                .containsExactly("close");
        assertThat(this.contexts.stopped).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void aFailureHasAnOutcomeAndTheTimersKeysOfASuccess(RuntimeException failure, String outcome, String sqlState) {
        this.store.markAllRead("room-1", "sms");
        this.recorded.failure = failure;

        assertThatExceptionOfType(failure.getClass())
                .isThrownBy(() -> this.store.markAllRead("room-1", "sms"))
                .isSameAs(failure);

        StoreObservationContext failed = this.contexts.stopped.get(1);
        assertThat(value(failed, "outcome")).isEqualTo(outcome);
        assertThat(value(failed, "sqlstate.class"))
                .isEqualTo(sqlState.equals("none") ? "none" : sqlState.substring(0, 2));
        assertThat(failed.getHighCardinalityKeyValue("db.response.status_code"))
                .isEqualTo(sqlState.equals("none") ? null : KeyValue.of("db.response.status_code", sqlState));
        assertThat(value(failed, "error.type")).isEqualTo(failure.getClass().getName());
        assertThat(failed.getLowCardinalityKeyValues())
                .extracting(KeyValue::getKey)
                .isEqualTo(this.contexts.stopped.get(0).getLowCardinalityKeyValues().stream()
                        .map(KeyValue::getKey)
                        .toList());
    }

    @Test
    void theKeysAreThoseDocumented() {
        this.recorded.failure = StoreException.retryable("failed", "40P01", null);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.getRoom("room-1"));

        StoreObservationDocumentation documented = StoreObservationDocumentation.STORE_OPERATION;
        TestObservationRegistryAssert.assertThat(this.registry)
                .hasSingleObservationThat()
                .hasOnlyKeys(Stream.of(documented.getLowCardinalityKeyNames(), documented.getHighCardinalityKeyNames())
                        .flatMap(Arrays::stream)
                        .map(key -> key.asString())
                        .toArray(String[]::new));
    }

    @Test
    void aGlobalConventionReplacesNamesAndKeys() {
        this.registry.observationConfig().observationConvention(new OwnConvention());

        this.store.getRoom("room-1");

        TestObservationRegistryAssert.assertThat(this.registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("chat.store")
                .hasOnlyKeys("what");
    }

    @Test
    void anErrorOfTheChangeIsAnErrorOfTheUpdate() {
        Room room = Room.of("room-1");
        InvocationHandler handler = (proxy, method, arguments) -> ((UnaryOperator<Room>) arguments[1]).apply(room);
        ConversationStore store = new InstrumentedConversationStore(proxy(handler), this.registry);

        assertThatThrownBy(() -> store.updateRoom("room-1", given -> {
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(value(this.contexts.single(), "outcome")).isEqualTo("error");
    }

    @Test
    void nothingIsAllocatedWithoutHandlers() {
        EscapingHandler handler = new EscapingHandler();
        ConversationStore direct = proxy(handler);
        ConversationStore decorated = new InstrumentedConversationStore(direct, ObservationRegistry.create());
        int calls = 50_000;
        allocatedBy(direct, calls);
        allocatedBy(decorated, calls);

        long more = allocatedBy(decorated, calls) - allocatedBy(direct, calls);

        assertThat(handler.arguments).containsExactly("room-1");
        assertThat(more)
                .as("bytes more than without decorator, in %d calls", calls)
                .isLessThan(calls);
    }

    @Test
    void callsThatSucceedShareTheKeyValuesOfTheirTimer() {
        this.store.getRoom("room-1");
        this.store.getRoom("room-2");

        assertThat(this.contexts.stopped.get(1).getLowCardinalityKeyValues())
                .isSameAs(this.contexts.stopped.get(0).getLowCardinalityKeyValues());
    }

    @Test
    void anObservationAllocatesLittle() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(context -> true);
        ConversationStore direct = proxy(new EscapingHandler());
        ConversationStore decorated = new InstrumentedConversationStore(direct, registry);
        int calls = 50_000;
        allocatedBy(direct, calls);
        allocatedBy(decorated, calls);

        long more = allocatedBy(decorated, calls) - allocatedBy(direct, calls);

        assertThat(more / calls).as("bytes of an observation").isBetween(1L, 1_400L);
    }

    static Stream<Method> abstractOperations() {
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> !method.getName().equals("close"));
    }

    static Stream<Method> operationsWithRoom() {
        return abstractOperations().filter(method -> operation(method).subject() == StoreOperation.Subject.ROOM);
    }

    private static StoreOperation operation(Method method) {
        return StoreOperation.valueOf(snakeCase(method.getName()).toUpperCase(Locale.ROOT));
    }

    static Stream<Method> overloads() {
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(Method::isDefault)
                .filter(method -> method.getParameterCount() > 0)
                .filter(method ->
                        !Set.of("forOrganization", "streamEvents", "unwrap").contains(method.getName()));
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(new RoomNotFoundException("r"), "not_found", "none"),
                Arguments.of(new EventNotFoundException("r", "e"), "not_found", "none"),
                Arguments.of(new BindingNotFoundException("r", "c"), "not_found", "none"),
                Arguments.of(new ParticipantNotFoundException("r", "p"), "not_found", "none"),
                Arguments.of(new IdentityNotFoundException("i"), "not_found", "none"),
                Arguments.of(new TaskNotFoundException("r", "t"), "not_found", "none"),
                Arguments.of(new DuplicateIdException("Room", "r"), "conflict", "none"),
                Arguments.of(new DuplicateIndexException("r", 7), "conflict", "none"),
                Arguments.of(new IdempotencyConflictException("r"), "conflict", "none"),
                Arguments.of(new AddressConflictException("i", ChannelType.SMS), "conflict", "none"),
                Arguments.of(new RoomClosedException("r"), "closed", "none"),
                Arguments.of(new RoomFullException("r"), "closed", "none"),
                Arguments.of(new InvalidContentException("/metadata", "is too deep"), "invalid", "none"),
                Arguments.of(new IllegalArgumentException("limit"), "invalid", "none"),
                Arguments.of(new StoreTimeoutException("slow", "57014", null), "timeout", "57014"),
                Arguments.of(new PageTooLargeException(50, 100, 64, 30), "too_large", "none"),
                Arguments.of(StoreUnavailableException.outcomeUnknown("gone", "08006", null), "unavailable", "08006"),
                Arguments.of(StoreException.retryable("failed", "40P01", null), "error", "40P01"),
                Arguments.of(new StoreException("failed"), "error", "none"),
                Arguments.of(new IllegalStateException("failed"), "error", "none"));
    }

    private static ConversationStore proxy(InvocationHandler handler) {
        return (ConversationStore) Proxy.newProxyInstance(
                InstrumentedConversationStoreTests.class.getClassLoader(),
                new Class<?>[] {ConversationStore.class},
                handler);
    }

    private static long allocatedBy(ConversationStore store, int calls) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            store.listBindings("room-1");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String value(Context context, String key) {
        KeyValue low = context.getLowCardinalityKeyValue(key);
        return ((low != null) ? low : context.getHighCardinalityKeyValue(key)).getValue();
    }

    /** Keeps the contexts of what was observed. */
    private static final class Contexts implements ObservationHandler<Context> {

        private final List<KeyValues> started = new ArrayList<>();

        private final List<StoreObservationContext> stopped = new ArrayList<>();

        @Override
        public void onStart(Context context) {
            this.started.add(context.getLowCardinalityKeyValues());
        }

        @Override
        public void onStop(Context context) {
            this.stopped.add((StoreObservationContext) context);
        }

        @Override
        public boolean supportsContext(Context context) {
            return true;
        }

        private StoreObservationContext single() {
            assertThat(this.stopped).hasSize(1);
            return this.stopped.get(0);
        }
    }

    /** Lets its arguments escape, so that calling it allocates the same however it is compiled. */
    private static final class EscapingHandler implements InvocationHandler {

        private volatile Object[] arguments = {};

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            this.arguments = arguments;
            return List.of();
        }
    }

    /** What a user might register. */
    private static final class OwnConvention extends DefaultStoreObservationConvention
            implements GlobalObservationConvention<StoreObservationContext> {

        @Override
        public String getName() {
            return "chat.store";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(StoreObservationContext context) {
            return KeyValues.of("what", context.getOperation());
        }

        @Override
        public KeyValues getHighCardinalityKeyValues(StoreObservationContext context) {
            return KeyValues.empty();
        }
    }
}

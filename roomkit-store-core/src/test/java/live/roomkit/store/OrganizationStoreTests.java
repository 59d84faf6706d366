package live.roomkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.TextContent;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.EventQuery;
import live.roomkit.event.EventSource;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.memory.InMemoryStore;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrganizationStoreTests {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-03T12:00:00Z"), ZoneOffset.UTC);

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** The id of everything in a room, so that an operation that is let through finds something. */
    private static final String ID = "x-1";

    private static final String ADDRESS = "+15550100";

    private final ConversationStore store = new InMemoryStore(CLOCK);

    private final ConversationStore view = this.store.forOrganization("org-1");

    OrganizationStoreTests() {
        fill(this.store, "own", "org-1", ADDRESS);
        fill(this.store, "foreign", "org-2", ADDRESS);
        fill(this.store, "nobodys", null, ADDRESS);
    }

    @ParameterizedTest
    @MethodSource("operationsOnOne")
    void whatIsForeignLooksLikeWhatIsMissing(Method operation) {
        List<Object> before = everythingOf("foreign");

        String missing = outcome(this.view, operation, "missing");

        assertThat(outcome(this.view, operation, "foreign")).isEqualTo(missing);
        assertThat(outcome(this.view, operation, "nobodys")).isEqualTo(missing);
        assertThat(everythingOf("foreign")).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operationsOnOne")
    void whatIsMissingLooksAsInEveryStore(Method operation) {
        assertThat(outcome(this.view, operation, "missing")).isEqualTo(outcome(this.store, operation, "missing"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsOwnIsAsInEveryStore(Method operation) throws Exception {
        ConversationStore other = new InMemoryStore(CLOCK);
        fill(other, "own", "org-1", ADDRESS);
        String subject = operation.getName().startsWith("create") ? "new" : "own";

        Object answer = operation.invoke(this.view, arguments(operation, subject, "org-1"));

        assertThat(answer)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(operation.getName().equals("mergeIdentities") ? "id" : ".*updatedAt")
                .isEqualTo(operation.invoke(other, arguments(operation, subject, "org-1")));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchForAnotherOrganizationFindsNothing(Method search) throws Exception {
        Object found = search.invoke(this.view, arguments(search, "foreign", "org-2"));

        assertThat(found).isIn(Optional.empty(), List.of(), Map.of("foreign", 0L));
        assertThat(search.invoke(this.store, arguments(search, "foreign", "org-2")))
                .isNotIn(Optional.empty(), List.of());
    }

    @Test
    void aSearchWithoutOrganizationMeansThisOne() {
        assertThat(this.view.findRooms(RoomQuery.builder().build()))
                .extracting(Room::id)
                .containsExactly("own");
        assertThat(this.view.listRooms()).extracting(Room::id).containsExactly("own");
        assertThat(this.view.findRoomIdsByChannel(ID, null, null, 10)).containsExactly("own");
        assertThat(this.view.findRoomIdByChannel(ID)).contains("own");
        assertThat(this.view.findLatestRoom(RoomLookup.ofParticipant(ID)))
                .map(Room::id)
                .contains("own");
        assertThat(this.view.findEvent(ID)).map(RoomEvent::roomId).contains("own");
        assertThat(this.view.findTask(ID)).map(Task::roomId).contains("own");
        assertThat(this.view.resolveIdentity(ChannelType.SMS, ADDRESS))
                .map(Identity::id)
                .contains("own");
    }

    @Test
    void whatIsCreatedBelongsToTheOrganization() {
        assertThat(this.view.createRoom(Room.of("r-1")).organizationId()).isEqualTo("org-1");
        assertThat(this.view.getOrCreateRoom(Room.of("r-2")).organizationId()).isEqualTo("org-1");
        assertThat(this.view.createIdentity(Identity.of("i-1")).organizationId())
                .isEqualTo("org-1");
        assertThat(this.store.getRoom("r-1")).map(Room::organizationId).contains("org-1");
        assertThat(this.store.getIdentity("i-1")).map(Identity::organizationId).contains("org-1");
    }

    @Test
    void recordsOfAnotherOrganizationAreRefused() {
        Room room = Room.builder("own").organizationId("org-2").build();
        Identity identity = Identity.builder("own").organizationId("org-2").build();

        Stream.<Runnable>of(
                        () -> this.view.createRoom(room.toBuilder().id("new").build()),
                        () -> this.view.getOrCreateRoom(room),
                        () -> this.view.updateRoom(room),
                        () -> this.view.updateRoom("own", own -> room),
                        () -> this.view.createIdentity(
                                identity.toBuilder().id("new").build()),
                        () -> this.view.updateIdentity(identity))
                .forEach(call -> assertThatIllegalArgumentException()
                        .isThrownBy(call::run)
                        .withMessageStartingWith("organizationId must be"));
        assertThat(this.store.getRoom("own")).map(Room::organizationId).contains("org-1");
        assertThat(this.store.roomExists("new")).isFalse();
    }

    @Test
    void anIdTakenElsewhereIsTaken() {
        Stream.<Runnable>of(
                        () -> this.view.createRoom(Room.of("foreign")),
                        () -> this.view.getOrCreateRoom(Room.of("foreign")),
                        () -> this.view.getOrCreateRoom(Room.of("nobodys")),
                        () -> this.view.createIdentity(Identity.of("foreign")))
                .forEach(call ->
                        assertThatExceptionOfType(DuplicateIdException.class).isThrownBy(call::run));
        assertThat(this.store.getRoom("foreign")).map(Room::organizationId).contains("org-2");
    }

    @Test
    void anUpdateWithoutOrganizationKeepsIt() {
        this.view.updateRoom(Room.builder("own").status(RoomStatus.PAUSED).build());
        this.view.updateRoom(
                "own", room -> room.toBuilder().organizationId(null).build());

        assertThat(this.store.getRoom("own")).hasValueSatisfying(room -> {
            assertThat(room.organizationId()).isEqualTo("org-1");
            assertThat(room.status()).isEqualTo(RoomStatus.PAUSED);
        });
    }

    @Test
    void aChangeNeverSeesAForeignRoom() {
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> this.view.updateRoom("foreign", room -> {
                    throw new AssertionError("saw " + room.id());
                }));
    }

    @Test
    void aChangeThatGivesNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.view.updateRoom("own", room -> null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.view.updateRoom("own", (UnaryOperator<Room>) null))
                .withMessage("change must not be null");
    }

    @Test
    void unreadCountsOfForeignRoomsAreZero() {
        assertThat(this.view.getUnreadCounts(List.of("own", "foreign", "missing"), "other"))
                .isEqualTo(Map.of("own", 1L, "foreign", 0L, "missing", 0L));
        assertThat(this.view.getUnreadCount("foreign", "other")).isZero();
        assertThat(this.view.getUnreadCounts(List.of(), "other")).isEmpty();
    }

    @Test
    void aStreamOfAForeignRoomIsEmpty() {
        assertThat(this.view.streamEvents(EventQuery.of("foreign"))).isEmpty();
        assertThat(this.view.streamEvents(EventQuery.of("own"))).hasSize(1);
    }

    @Test
    void addressesAreTheOrganizationsOwn() {
        assertThatExceptionOfType(AddressConflictException.class)
                .isThrownBy(() -> this.view.createIdentity(Identity.builder("second")
                        .channelAddresses(Map.of(ChannelType.SMS, List.of(ADDRESS)))
                        .build()));
        this.view.unlinkAddress("own", ChannelType.SMS, ADDRESS);

        assertThat(this.view.resolveIdentity(ChannelType.SMS, ADDRESS)).isEmpty();
        assertThat(this.store.resolveIdentity(ChannelType.SMS, ADDRESS, "org-2"))
                .map(Identity::id)
                .contains("foreign");
    }

    @Test
    void theViewOfTheSameOrganizationIsItself() {
        assertThat(this.view.forOrganization("org-1")).isSameAs(this.view);
        assertThatIllegalArgumentException().isThrownBy(() -> this.view.forOrganization("org-2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.view.forOrganization(null))
                .withMessage("organizationId must not be null");
        assertThatIllegalArgumentException().isThrownBy(() -> this.store.forOrganization(" "));
    }

    @Test
    void closingTheViewLeavesTheStoreOpen() {
        this.view.close();

        assertThat(this.store.roomExists("own")).isTrue();
        assertThat(this.view.roomExists("own")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anArgumentThatIsNullIsNamed(Method operation) {
        for (int i = 0; i < operation.getParameterCount(); i++) {
            Parameter parameter = operation.getParameters()[i];
            if (parameter.getType().isPrimitive() || isNullable(parameter)) {
                continue;
            }
            Object[] arguments = arguments(operation, "foreign", "org-1");
            arguments[i] = null;
            assertThat(outcome(this.view, operation, arguments))
                    .as(parameter.getName())
                    .isEqualTo("IllegalArgumentException: " + parameter.getName() + " must not be null");
        }
    }

    static Stream<Method> operations() {
        return Arrays.stream(ConversationStore.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> !Set.of("close", "undoMerge").contains(method.getName()));
    }

    /** Operations on one room or identity that exists already. */
    static Stream<Method> operationsOnOne() {
        Set<String> others = Set.of("createRoom", "getOrCreateRoom", "createIdentity", "getUnreadCounts");
        return operations()
                .filter(method -> !others.contains(method.getName()))
                .filter(method -> searches().noneMatch(method::equals));
    }

    /** Operations that look for something in all of an organization. */
    static Stream<Method> searches() {
        return operations()
                .filter(method -> Set.of("findRooms", "findLatestRoom", "listIdentities")
                                .contains(method.getName())
                        || Arrays.stream(method.getParameters())
                                .anyMatch(parameter -> parameter.getName().equals("organizationId")));
    }

    private List<Object> everythingOf(String id) {
        return List.of(
                this.store.loadRoomContext(id).orElseThrow(),
                this.store.getTimeline(id, 100),
                this.store.listTasks(id),
                this.store.listObservations(id),
                this.store.listReadMarkers(id),
                this.store.getIdentity(id).orElseThrow());
    }

    private static void fill(ConversationStore store, String id, String organizationId, String address) {
        store.createRoom(
                Room.builder(id).organizationId(organizationId).createdAt(NOON).build());
        store.appendEvent(id, event(id, ID));
        store.addBinding(binding(id, ID));
        store.addParticipant(participant(id, ID));
        store.createIdentity(
                Identity.builder(id + "-from").organizationId(organizationId).build());
        store.addTask(task(id, ID));
        store.addObservation(observation(id, ID));
        store.markAllRead(id, ID);
        store.createIdentity(Identity.builder(id)
                .organizationId(organizationId)
                .channelAddresses(Map.of(ChannelType.SMS, List.of(address)))
                .build());
    }

    private static RoomEvent event(String roomId, String id) {
        return RoomEvent.builder(roomId, EventSource.inbound(ID, ChannelType.SMS), TextContent.of("hello"))
                .id(id)
                .idempotencyKey(id)
                .index(id.equals(ID) ? 0 : 7)
                .createdAt(NOON)
                .build();
    }

    private static ChannelBinding binding(String roomId, String id) {
        return ChannelBinding.builder(roomId, id, ChannelType.SMS)
                .attachedAt(NOON)
                .participantId(id)
                .build();
    }

    private static Participant participant(String roomId, String id) {
        return Participant.builder(roomId, id, id).joinedAt(NOON).build();
    }

    private static Task task(String roomId, String id) {
        return Task.builder(roomId, id).createdAt(NOON).build();
    }

    private static Observation observation(String roomId, String id) {
        return Observation.builder(roomId, id).category(id).createdAt(NOON).build();
    }

    private static boolean isNullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** The answer, or the failure, with the subject's id taken out so that two subjects can be compared. */
    private static String outcome(ConversationStore store, Method operation, String subject) {
        return outcome(store, operation, arguments(operation, subject, "org-1")).replace(subject, "subject");
    }

    private static String outcome(ConversationStore store, Method operation, Object[] arguments) {
        try {
            return String.valueOf(operation.invoke(store, arguments));
        } catch (InvocationTargetException ex) {
            return ex.getCause().getClass().getSimpleName() + ": "
                    + ex.getCause().getMessage();
        } catch (IllegalAccessException ex) {
            throw new AssertionError(ex);
        }
    }

    private static Object[] arguments(Method operation, String subject, String organizationId) {
        String id = operation.getName().startsWith("add") ? "x-2" : ID;
        return Arrays.stream(operation.getParameters())
                .map(parameter -> argument(parameter, subject, id, organizationId))
                .toArray();
    }

    private static Object argument(Parameter parameter, String subject, String id, String organizationId) {
        Map<String, Object> byName = Map.of(
                "roomId", subject,
                "identityId", subject,
                "intoId", subject,
                "fromId", subject + "-from",
                "organizationId", organizationId,
                "roomIds", List.of(subject),
                "unset", Set.of("k"));
        Map<Class<?>, Object> byType = Map.ofEntries(
                Map.entry(String.class, id),
                Map.entry(boolean.class, true),
                Map.entry(int.class, 100),
                Map.entry(long.class, 0L),
                Map.entry(List.class, List.of(event(subject, id))),
                Map.entry(Collection.class, List.of(ID)),
                Map.entry(Map.class, Map.of("patched", 1)),
                Map.entry(UnaryOperator.class, UnaryOperator.identity()),
                Map.entry(Cursor.class, new Cursor(Instant.EPOCH, "a")),
                Map.entry(
                        Room.class,
                        Room.builder(subject)
                                .organizationId(organizationId)
                                .createdAt(NOON)
                                .build()),
                Map.entry(
                        RoomQuery.class,
                        RoomQuery.builder().organizationId(organizationId).build()),
                Map.entry(RoomEvent.class, event(subject, id)),
                Map.entry(EventQuery.class, EventQuery.of(subject)),
                Map.entry(ChannelType.class, ChannelType.SMS),
                Map.entry(ChannelBinding.class, binding(subject, id)),
                Map.entry(Participant.class, participant(subject, id)),
                Map.entry(
                        Identity.class,
                        Identity.builder(subject).organizationId(organizationId).build()),
                Map.entry(
                        IdentityQuery.class,
                        IdentityQuery.builder().organizationId(organizationId).build()),
                Map.entry(Task.class, task(subject, id)),
                Map.entry(AppendOptions.class, AppendOptions.MARK_READ),
                Map.entry(
                        InboxQuery.class,
                        InboxQuery.ofParticipant(ID)
                                .organizationId(organizationId)
                                .readBy(ID)),
                Map.entry(RoomLookup.class, RoomLookup.ofParticipant(ID).organizationId(organizationId)),
                Map.entry(Observation.class, observation(subject, id)));
        if (parameter.getType() == Address.class) {
            return Address.of(ChannelType.SMS, ADDRESS);
        }
        Object named = parameter.getName().equals("address") ? ADDRESS : byName.get(parameter.getName());
        if (named == null && parameter.getType().isEnum()) {
            return parameter.getType().getEnumConstants()[0];
        }
        return (named != null) ? named : byType.get(parameter.getType());
    }
}

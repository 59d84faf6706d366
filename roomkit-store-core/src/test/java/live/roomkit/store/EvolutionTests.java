package live.roomkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.store.memory.InMemoryStore;
import org.junit.jupiter.api.Test;

/** Tests that an operation can be added without breaking a store or a decorator that somebody else wrote. */
class EvolutionTests {

    /** The abstract methods of version 0.1.0. The list is closed: a later operation is a default method. */
    private static final List<String> ABSTRACT_OPERATIONS = List.of(
            "addBinding(ChannelBinding)",
            "addEvent(RoomEvent)",
            "addEventAutoIndex(String, RoomEvent)",
            "addEventsAutoIndex(String, List)",
            "addObservation(Observation)",
            "addParticipant(Participant)",
            "addTask(Task)",
            "advanceDeliveredIndex(String, long, GapPolicy)",
            "appendEvent(String, RoomEvent, AppendOptions)",
            "bindingExists(String, String)",
            "checkIdempotency(String, String)",
            "close()",
            "createIdentity(Identity)",
            "createRoom(Room)",
            "deleteEvent(String, String, ReplyPolicy)",
            "deleteIdentity(String)",
            "deleteObservation(String, String)",
            "deleteRoom(String)",
            "deleteTask(String, String)",
            "findEvent(String, String)",
            "findLatestRoom(RoomLookup)",
            "findRoomIdsByChannel(String, RoomStatus, String, int)",
            "findRooms(RoomQuery)",
            "findTask(String, String)",
            "getBinding(String, String)",
            "getDeliveredIndex(String)",
            "getEvent(String, String)",
            "getEventByIdempotencyKey(String, String)",
            "getEventCount(String)",
            "getIdentity(String)",
            "getOrCreateRoom(Room)",
            "getParticipant(String, String)",
            "getRoom(String)",
            "getTask(String, String)",
            "getThreadSummaries(String, Collection)",
            "getUnreadCounts(Collection, String, String)",
            "linkAddress(String, Address)",
            "listBindings(String)",
            "listEvents(EventQuery)",
            "listIdentities(IdentityQuery)",
            "listObservations(String, String, int, Cursor)",
            "listParticipants(String)",
            "listReadMarkers(String)",
            "listTasks(String, TaskStatus, int, Cursor)",
            "loadRoomContext(String)",
            "markAllRead(String, String)",
            "markRead(String, String, String)",
            "markUnread(String, String, String)",
            "mergeIdentities(String, String, String)",
            "moveAddress(String, Address)",
            "patchRoomMetadata(String, Map, Set)",
            "removeBinding(String, String)",
            "removeParticipant(String, String)",
            "resolveIdentity(Address, String)",
            "roomExists(String)",
            "rotateAddress(Address, Address, String)",
            "undoMerge(String, String)",
            "unlinkAddress(String, Address)",
            "updateBinding(ChannelBinding)",
            "updateBinding(String, String, UnaryOperator)",
            "updateEvent(RoomEvent)",
            "updateEvent(String, String, UnaryOperator)",
            "updateIdentity(Identity)",
            "updateIdentity(String, UnaryOperator)",
            "updateParticipant(Participant)",
            "updateParticipant(String, String, UnaryOperator)",
            "updateRoom(Room)",
            "updateRoom(String, UnaryOperator)",
            "updateTask(String, String, UnaryOperator)",
            "updateTask(Task)");

    /** Methods that are no operations: a decorator does not count them. */
    private static final Set<String> NO_OPERATIONS = Set.of("close", "forOrganization", "unwrap");

    @Test
    void theAbstractOperationsAreFrozen() {
        assertThat(methods(ConversationStore.class)
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .map(EvolutionTests::signature))
                .containsExactlyInAnyOrderElementsOf(ABSTRACT_OPERATIONS);
    }

    @Test
    void decoratorsForwardWhateverAStoreImplements() {
        Set<String> overridden = Stream.of(OrganizationStore.class, InMemoryStore.class)
                .flatMap(store -> Arrays.stream(store.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(EvolutionTests::signature)
                .collect(Collectors.toSet());

        assertThat(methods(ConversationStore.class)
                        .map(EvolutionTests::signature)
                        .filter(overridden::contains))
                .isSubsetOf(Arrays.stream(ForwardingConversationStore.class.getDeclaredMethods())
                        .map(EvolutionTests::signature)
                        .toList());
    }

    @Test
    void everyForwardedOperationHasItsNameAndEveryNameAnOperation() {
        assertThat(Arrays.stream(ForwardingConversationStore.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !NO_OPERATIONS.contains(name))
                        .map(EvolutionTests::constant)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(StoreOperation.values()).map(Enum::name).toList());
    }

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static String constant(String name) {
        return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}

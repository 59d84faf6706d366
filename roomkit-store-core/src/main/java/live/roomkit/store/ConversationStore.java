package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import live.roomkit.internal.Checks;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;

/**
 * Keeps conversations: rooms with their events, channels, participants, tasks, observations and read markers, and the
 * identities of people.
 *
 * <p>A store is safe for use by many threads. Its calls block, and may be made from virtual threads.
 *
 * <p>Reading something that does not exist returns an empty list, an empty Optional, 0 or -1. Writing to a room that does
 * not exist throws {@link RoomNotFoundException}. A {@code null} argument, unless it is marked {@code @Nullable}, throws an
 * {@link IllegalArgumentException} that names it. Every other failure is a {@link StoreException}. Every operation that
 * writes a record, or adds to one, throws {@link InvalidContentException} when the record cannot be stored. Every call after
 * {@link #close()} throws {@link IllegalStateException}.
 *
 * <p>Every list has a total, stable order. A list whose records have more bytes of JSON together than the store's
 * {@code maxPageSize} throws {@link PageTooLargeException}, so that no list takes more memory than that bound asks for.
 * Returned lists, sets and maps cannot be modified.
 *
 * <p>Outside a transaction of the caller, every write is committed before the call returns.
 *
 * <p>A change that is passed as a function may call the store. It must not write the record that it changes: its result
 * replaces what such a call wrote. When it throws, a database takes back what it wrote; {@code InMemoryStore} keeps that.
 *
 * <p><strong>Evolution.</strong> The abstract methods are those of version 0.1.0, and no later version adds one. An
 * operation that comes later is a {@code default} method over them: right in every store, and faster in those that override
 * it. A decorator extends {@link ForwardingConversationStore}, which forwards later operations as well.
 */
public interface ConversationStore
        extends RoomOperations,
                EventOperations,
                BindingOperations,
                ParticipantOperations,
                IdentityOperations,
                TaskOperations,
                ObservationOperations,
                ReadMarkerOperations,
                AutoCloseable {

    /** {@inheritDoc} By default reads every room. */
    @Override
    default List<Room> listRooms(RoomLookup lookup) {
        return new RoomScan(this).rooms(lookup);
    }

    /** {@inheritDoc} By default reads the tasks of every room. */
    @Override
    default List<Task> listTasks(TaskQuery query) {
        return new RoomScan(this).tasks(query);
    }

    /** {@inheritDoc} By default reads the observations of every room. */
    @Override
    default List<Observation> listObservations(ObservationQuery query) {
        return new RoomScan(this).observations(query);
    }

    /**
     * Returns a view of this store that is limited to one organization.
     *
     * <p>The view reaches the rooms and identities of that organization only. The records of other organizations look
     * exactly like missing records, except that an id taken by one of them throws {@link DuplicateIdException}. Everything
     * that the view creates belongs to the organization. Writing a record that names another organization throws
     * {@link IllegalArgumentException}. Closing the view does nothing.
     *
     * @param organizationId the organization
     */
    default ConversationStore forOrganization(String organizationId) {
        return new OrganizationStore(this, organizationId);
    }

    /**
     * Finds the store of a given type behind this one, looking through decorators. A view of one organization returns
     * nothing, since the store behind it reaches the data of all organizations.
     *
     * @param type such as {@code PostgresStore.class}
     * @return this store, or the outermost store behind it, that has the type; empty when there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return Checks.notNull("type", type).isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * Releases the resources that the store opened itself. Calls after it throw {@link IllegalStateException}; closing again
     * does nothing. A call that is under way meanwhile ends with its result, or writes nothing and throws that exception.
     */
    @Override
    void close();
}

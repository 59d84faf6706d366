package live.roomkit.store;

import java.util.List;
import java.util.Optional;
import live.roomkit.inbox.InboxPage;
import live.roomkit.inbox.InboxQuery;
import live.roomkit.inbox.InboxTotals;
import live.roomkit.internal.Checks;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import live.roomkit.task.Task;
import live.roomkit.task.TaskQuery;

/**
 * Stores conversations. A conversation is a room with its events, channels, participants, {@linkplain Task tasks},
 * {@linkplain Observation observations} and {@linkplain ReadMarkerOperations read markers}. A store also contains the
 * identities of people.
 *
 * <p>A store is safe for use by many threads. Every call blocks the thread until the call is complete. Virtual threads
 * may call a store too.
 *
 * <p>Reading something that does not exist returns an empty list, map or Optional, the count 0, or the index -1.
 * Writing to a room that does not exist throws {@link RoomNotFoundException}. An invalid argument, such as {@code null}
 * for a parameter that is not {@code @Nullable}, throws an {@link IllegalArgumentException} that names the argument.
 * Writing a record that is too large or contains an invalid value throws {@link InvalidContentException}. Other
 * failures throw a {@link StoreException}. After {@link #close()}, every call throws {@link IllegalStateException}.
 *
 * <p>Every returned list has a defined order, in which no two records have the same place. To limit memory, an
 * operation that returns a list throws {@link PageTooLargeException} when the records of the list together have more
 * bytes of JSON than the store's {@code maxPageSize}. Returned lists, sets and maps cannot be modified.
 *
 * <p>When the caller has no transaction, every write is committed before the call returns.
 *
 * <p>Some update methods take a function that changes a record. The function may call the store. The function must not
 * itself write the record that it was given, because the store overwrites that record with the result of the function.
 * When the function throws an exception, a store on a database rolls back all writes of the function, but
 * {@code InMemoryStore} keeps them.
 *
 * <p><strong>Evolution.</strong> The abstract methods of this interface are those of version 0.1.0, and later versions
 * will not add abstract methods. An operation that a later version adds is a {@code default} method that calls existing
 * operations. So new operations work with every store, and a store can override them with a faster implementation.
 * Decorators should extend {@link ForwardingConversationStore}, which also forwards the operations that later versions
 * add.
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
                InboxOperations,
                AutoCloseable {

    /** {@inheritDoc} The default implementation reads every room. */
    @Override
    default List<Room> listRooms(RoomLookup lookup) {
        return new RoomScan(this).rooms(lookup);
    }

    /** {@inheritDoc} The default implementation reads every room. */
    @Override
    default InboxPage listInbox(InboxQuery query) {
        return new InboxScan(this).page(query);
    }

    /** {@inheritDoc} The default implementation reads every room. */
    @Override
    default InboxTotals getInboxTotals(InboxQuery query) {
        return new InboxScan(this).totals(query);
    }

    /** {@inheritDoc} The default implementation reads the tasks of every room. */
    @Override
    default List<Task> listTasks(TaskQuery query) {
        return new RoomScan(this).tasks(query);
    }

    /** {@inheritDoc} The default implementation reads the observations of every room. */
    @Override
    default List<Observation> listObservations(ObservationQuery query) {
        return new RoomScan(this).observations(query);
    }

    /**
     * Returns a view of this store that is limited to one organization.
     *
     * <p>The view reads and writes only rooms and identities of the organization. For the view, records of other
     * organizations do not exist, with one exception: creating a record throws {@link DuplicateIdException} when a
     * record of another organization has the same id. Rooms and identities that are created through the view belong to
     * the organization. Writing a record that names another organization throws {@link IllegalArgumentException}.
     * Closing the view does nothing.
     *
     * <p>A search for the rooms or the inbox of an identity finds only rooms of the organization. The search finds
     * nothing when the identity belongs to another organization. The search also works with an identity that is not
     * stored or has no organization.
     *
     * @param organizationId the organization
     */
    default ConversationStore forOrganization(String organizationId) {
        return new OrganizationStore(this, organizationId);
    }

    /**
     * Returns this store, or a store that this store decorates, as the given type. A view of one organization never
     * returns the store behind it, because that store can read the data of all organizations.
     *
     * @param type the class or interface of the wanted store, such as {@code PostgresStore.class}
     * @return the outermost store of the given type; empty when there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return Checks.notNull("type", type).isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * Closes the resources that the store itself opened. Later calls of other methods throw
     * {@link IllegalStateException}; closing the store a second time does nothing. A call that is in progress when the
     * store is closed either completes, or writes nothing and throws {@link IllegalStateException}.
     */
    @Override
    void close();
}

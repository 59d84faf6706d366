package live.roomkit.store;

/**
 * Keeps conversations: rooms with their events, channels, participants, tasks, observations and read markers, and the
 * identities of people.
 *
 * <p>A store is safe for use by many threads, and blocks; it is made for virtual threads as well. Every list has a total,
 * stable order. Reading what does not exist gives nothing: an empty list, an empty Optional, 0 or -1; writing what
 * belongs to a room that does not exist is refused with {@link RoomNotFoundException}. A {@code null} argument, unless it
 * is marked {@code @Nullable}, is refused with an {@link IllegalArgumentException} that names it. Failures are
 * {@link StoreException}s; a record that cannot be stored is an {@link InvalidContentException} for every operation that
 * writes one, or adds to one that would become too large.
 *
 * <p>Outside a transaction of the caller, every write is committed before the call returns.
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

    /**
     * This store as one organization sees it: its own rooms and identities only. Those of others look exactly like
     * missing ones, except that a taken id is a {@link DuplicateIdException}. What it creates belongs to the
     * organization; a record of another organization is refused with an {@link IllegalArgumentException}. Closing it
     * does nothing.
     */
    default ConversationStore forOrganization(String organizationId) {
        return new OrganizationStore(this, organizationId);
    }

    /** Releases what the store opened itself. */
    @Override
    void close();
}

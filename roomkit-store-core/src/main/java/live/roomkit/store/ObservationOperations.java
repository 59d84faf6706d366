package live.roomkit.store;

import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.internal.Defaults;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import org.jspecify.annotations.Nullable;

/**
 * Operations on the {@linkplain Observation observations} of rooms. An observation cannot be changed after it was
 * added.
 */
public interface ObservationOperations {

    /**
     * Adds an observation to a room.
     *
     * @return the observation as it is stored
     * @throws RoomNotFoundException when the room does not exist
     * @throws DuplicateIdException when the room has an observation with the same id
     */
    Observation addObservation(Observation observation);

    /**
     * Returns observations of a room, ordered by creation time, then id.
     *
     * @param category the category of the returned observations; {@code null} returns all categories. PostgreSQL has no
     *     index on the category, and may read all observations of the room to find those of one category
     * @param limit the largest number of observations, 1 to 1 000
     * @param after the position after which the list begins, see {@link Observation#cursor()}; {@code null} begins with
     *     the first observation
     */
    List<Observation> listObservations(String roomId, @Nullable String category, int limit, @Nullable Cursor after);

    /**
     * Returns the first 50 observations of a room in the given category, or in all categories when the category is
     * {@code null}.
     */
    default List<Observation> listObservations(String roomId, @Nullable String category) {
        return listObservations(roomId, category, Defaults.LIMIT, null);
    }

    /** Returns the first 50 observations of a room. */
    default List<Observation> listObservations(String roomId) {
        return listObservations(roomId, null);
    }

    /**
     * Returns the observations that match the query. The observations may belong to different rooms, and are ordered by
     * creation time, then id, then room id.
     *
     * <p>PostgreSQL finds the observations of an organization through an index, but has no index on the category. For a
     * query with a category, PostgreSQL reads the observations of all categories in order, and leaves out those of
     * other categories. PostgreSQL stops reading when it has found as many observations as the limit of the query.
     */
    List<Observation> listObservations(ObservationQuery query);

    /**
     * Deletes an observation of a room.
     *
     * @return whether the room had an observation with that id
     * @throws RoomNotFoundException when the room does not exist
     */
    boolean deleteObservation(String roomId, String observationId);
}

package live.roomkit.store;

import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.internal.Defaults;
import live.roomkit.task.Observation;
import live.roomkit.task.ObservationQuery;
import org.jspecify.annotations.Nullable;

/** Operations on the observations of rooms. An observation is added, read and deleted, and never changed. */
public interface ObservationOperations {

    /**
     * Adds an observation to a room.
     *
     * @return the observation as it is stored
     * @throws RoomNotFoundException when no such room exists
     * @throws DuplicateIdException when the room has an observation of that id
     */
    Observation addObservation(Observation observation);

    /**
     * Returns observations of a room, ordered by creation time, then id.
     *
     * @param category only observations of that category, unless {@code null}; the PostgreSQL store reads the room's
     *     observations in their order until the page is full
     * @param limit the largest number of observations, 1 to 1 000
     * @param after only observations after that place, unless {@code null}; see {@link Observation#cursor()}
     */
    List<Observation> listObservations(String roomId, @Nullable String category, int limit, @Nullable Cursor after);

    /** Returns the first 50 observations of a room in that category, unless {@code null}. */
    default List<Observation> listObservations(String roomId, @Nullable String category) {
        return listObservations(roomId, category, Defaults.LIMIT, null);
    }

    /** Returns the first 50 observations of a room. */
    default List<Observation> listObservations(String roomId) {
        return listObservations(roomId, null);
    }

    /**
     * Returns observations of all rooms, ordered by creation time, then id, then room.
     *
     * <p>The PostgreSQL store finds organizations by an index. It reads the observations in their order, those of other
     * categories too, until the page is full.
     */
    List<Observation> listObservations(ObservationQuery query);

    /**
     * Deletes an observation of a room.
     *
     * @return whether the room had such an observation
     * @throws RoomNotFoundException when no such room exists
     */
    boolean deleteObservation(String roomId, String observationId);
}

package live.roomkit.store;

import java.util.List;
import live.roomkit.Cursor;
import live.roomkit.task.Observation;
import org.jspecify.annotations.Nullable;

/** What a store does with observations of a room. They are added and read, never changed. */
public interface ObservationOperations {

    /**
     * Adds an observation to a room.
     *
     * @return the observation as it is stored
     * @throws RoomNotFoundException when there is no such room
     * @throws DuplicateIdException when the room has an observation of that id
     */
    Observation addObservation(Observation observation);

    /**
     * Observations of a room, in the order of their creation time, then id.
     *
     * @param category only of that category, unless {@code null}; in a PostgreSQL store the room's observations are
     *     read in their order until the page is full
     * @param limit how many at most, 1 to 1 000
     * @param after only after that place, unless {@code null}; see {@link Observation#cursor()}
     */
    List<Observation> listObservations(String roomId, @Nullable String category, int limit, @Nullable Cursor after);

    /** The first 100 observations of a room in that category. */
    default List<Observation> listObservations(String roomId, @Nullable String category) {
        return listObservations(roomId, category, 100, null);
    }

    /** The first 100 observations of a room. */
    default List<Observation> listObservations(String roomId) {
        return listObservations(roomId, null, 100, null);
    }
}

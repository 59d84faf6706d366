package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;

/**
 * Result of one step of an examination by {@link StoreDoctor}. A step examines either identities or rooms.
 *
 * @param last the id of the identity or room after which the next step begins, or empty after the step that examines
 *     the last identities or the last rooms
 */
record ExaminationStep(List<Finding> findings, int examined, Optional<String> last) {}

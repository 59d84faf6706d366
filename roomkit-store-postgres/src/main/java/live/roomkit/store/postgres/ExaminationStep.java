package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;

/**
 * Result of one step of an examination by {@link StoreDoctor}.
 *
 * @param last the id of the record after which the next step begins, or empty when no step follows
 */
record ExaminationStep(List<Finding> findings, int examined, Optional<String> last) {}

package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;

/**
 * Result of one step of an examination by {@link StoreDoctor}.
 *
 * @param findings the faults that were found
 * @param examined the number of records that were examined
 * @param last the id after which the next step begins, or empty after the last step
 */
record ExaminationStep(List<Finding> findings, int examined, Optional<String> last) {}

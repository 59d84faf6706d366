package live.roomkit.benchmarks.measure;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A task that the callers of a side repeat. */
public interface Task extends AutoCloseable {

    /** Creates new data for a slice of a measurement. The time of this method is not measured. */
    default void prepare(int callers) throws Exception {}

    /**
     * Does the measured work once. Many threads call this method at the same time. A task that reads checks its result.
     *
     * @return the number of operations, which is 1 or the size of a batch
     */
    int perform(Caller caller) throws Exception;

    /**
     * Checks that every acknowledged write of the slice is in the database exactly once. A task that only reads returns
     * {@code true}.
     */
    default boolean verify(List<Caller> callers) throws Exception {
        return true;
    }

    @Override
    default void close() throws SQLException {}

    /** Creates a task that uses the given DataSource. No other task uses the DataSource. */
    interface Factory {

        Task create(DataSource dataSource) throws Exception;
    }
}

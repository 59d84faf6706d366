package live.roomkit.benchmarks.measure;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Work that the callers of a side repeat. */
public interface Task extends AutoCloseable {

    /** Creates fresh data for a slice. This is not measured. */
    default void prepare(int callers) throws Exception {}

    /**
     * Does the work once. Many threads call it. A read checks its result.
     *
     * @return the number of operations, which is 1 or the size of a batch
     */
    int perform(Caller caller) throws Exception;

    /**
     * Checks whether every acknowledged write of the slice is in the database exactly once. Reads return {@code true}.
     */
    default boolean verify(List<Caller> callers) throws Exception {
        return true;
    }

    @Override
    default void close() throws SQLException {}

    /** Creates a task that works on a DataSource. No other task uses the connections. */
    interface Factory {

        Task create(DataSource dataSource) throws Exception;
    }
}

package live.roomkit.benchmarks.measure;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A task that is measured while several threads, called callers, repeat it. */
public interface Task extends AutoCloseable {

    /**
     * Creates new data before the given number of threads start to repeat this task. The time of this method is not
     * measured.
     */
    default void prepare(int callers) throws Exception {}

    /**
     * Does the measured work once. Many threads call this method at the same time. A task that reads data must check
     * that it got the expected data.
     *
     * @return the number of operations in this call: 1 or the size of a batch
     */
    int perform(Caller caller) throws Exception;

    /**
     * Checks that every acknowledged write of the given callers is in the database exactly once. A task that only reads
     * returns {@code true}.
     */
    default boolean verify(List<Caller> callers) throws Exception {
        return true;
    }

    @Override
    default void close() throws SQLException {}

    /** Creates tasks. Each task gets its own DataSource. */
    interface Factory {

        Task create(DataSource dataSource) throws Exception;
    }
}

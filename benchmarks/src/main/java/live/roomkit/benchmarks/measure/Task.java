package live.roomkit.benchmarks.measure;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What the callers of a side do again and again. */
public interface Task extends AutoCloseable {

    /** Makes fresh data for a slice, which is not part of what is measured. */
    default void prepare(int callers) throws Exception {}

    /**
     * Does it once; called by many threads. A read checks what it got.
     *
     * @return how many operations that was: 1, or the size of a batch
     */
    int perform(Caller caller) throws Exception;

    /** Whether all that was acknowledged in the slice is in the database, once; {@code true} for reads. */
    default boolean verify(List<Caller> callers) throws Exception {
        return true;
    }

    @Override
    default void close() throws SQLException {}

    /** Makes a task that works on a DataSource, whose connections it shares with nobody. */
    interface Factory {

        Task create(DataSource dataSource) throws Exception;
    }
}

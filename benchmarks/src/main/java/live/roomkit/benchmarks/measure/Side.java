package live.roomkit.benchmarks.measure;

import java.sql.SQLException;

/**
 * One of the implementations that a workload compares, ready to be measured. Most workloads use the class
 * {@link CallerSide}.
 */
public interface Side extends AutoCloseable {

    /**
     * Runs and measures this implementation for the given number of seconds, on new data. Afterwards, checks that all
     * acknowledged writes are in the database.
     */
    Measurement measure(double seconds) throws Exception;

    @Override
    void close() throws SQLException;
}

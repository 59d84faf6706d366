package live.roomkit.benchmarks.measure;

import java.sql.SQLException;

/**
 * One implementation of a workload's job, ready to be measured. {@link CallerSide} is the usual implementation of this
 * interface.
 */
public interface Side extends AutoCloseable {

    /** Runs this side for the given time on new data. Afterwards, checks that all acknowledged writes are in the database. */
    Measurement measure(double seconds) throws Exception;

    @Override
    void close() throws SQLException;
}

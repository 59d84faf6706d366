package live.roomkit.benchmarks.measure;

import java.sql.SQLException;

/** One way to do the work of a workload, ready to be measured. {@link CallerSide} is the usual implementation. */
public interface Side extends AutoCloseable {

    /** Works for the given time on fresh data, and checks afterwards that all acknowledged writes are there. */
    Measurement measure(double seconds) throws Exception;

    @Override
    void close() throws SQLException;
}

package live.roomkit.benchmarks.measure;

import java.sql.SQLException;

/** One way of doing what a workload does, ready to be measured; see {@link CallerSide} for the usual one. */
public interface Side extends AutoCloseable {

    /** Works for that long on fresh data, and checks afterwards that what was acknowledged is there. */
    Measurement measure(double seconds) throws Exception;

    @Override
    void close() throws SQLException;
}

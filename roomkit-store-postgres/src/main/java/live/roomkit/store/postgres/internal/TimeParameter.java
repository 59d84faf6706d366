package live.roomkit.store.postgres.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import live.roomkit.internal.Instants;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * Sends a time to the server in its binary format: the microseconds since the year 2000. Formatting a text and parsing it takes
 * client and server longer.
 *
 * <p>A time with nanoseconds, which the server rounds, and a time in a distant year, which the server may refuse, are sent as
 * text. So are all times in the simple query mode of the driver, which puts parameters into the text of the SQL.
 */
public final class TimeParameter extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /** Limits the times of the binary format to a few thousand years around the epoch. The server accepts more. */
    private static final long MOST_SECONDS = TimeUnit.DAYS.toSeconds(2_000_000);

    private final Instant time;

    private TimeParameter(Instant time) {
        setType("timestamptz");
        this.time = time;
    }

    /** Returns a parameter for the statement. */
    public static PGobject of(Instant time, PreparedStatement statement) throws SQLException {
        if (time.getNano() % 1_000 == 0 && Math.abs(time.getEpochSecond()) < MOST_SECONDS && takesBinary(statement)) {
            return new TimeParameter(time);
        }
        PGobject text = new PGobject();
        text.setType("timestamptz");
        text.setValue(Instants.format(time));
        return text;
    }

    private static boolean takesBinary(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        return connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getPreferQueryMode() != PreferQueryMode.SIMPLE;
    }

    /** Returns the text that a driver without binary transfer sends. */
    @Override
    public String getValue() {
        return Instants.format(this.time);
    }

    @Override
    public int lengthInBytes() {
        return Long.BYTES;
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        long seconds = this.time.getEpochSecond() - EPOCH_SECOND;
        ByteConverter.int8(bytes, offset, TimeUnit.SECONDS.toMicros(seconds) + this.time.getNano() / 1_000);
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("This parameter is only sent to the server");
    }
}

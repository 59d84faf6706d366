package live.roomkit.store.postgres;

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
 * A time as the parameter of a statement, in the server's binary format: microseconds since the year 2000. Server and driver
 * would take longer to read and to write a text.
 *
 * <p>A time that the format cannot hold exactly is sent as text. So is every time of a connection in the simple query mode,
 * whose parameters are part of the SQL text.
 */
final class TimeParameter extends PGobject implements PGBinaryObject {

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

    static PGobject of(Instant time, PreparedStatement statement) throws SQLException {
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
        throw new UnsupportedOperationException();
    }
}

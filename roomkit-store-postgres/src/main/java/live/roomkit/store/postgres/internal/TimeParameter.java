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
 * Sends a time to the server in PostgreSQL's binary format, the number of microseconds since the year 2000. The binary
 * format is faster than text, which the client has to format and the server has to parse.
 *
 * <p>Some times are sent as text, because the binary format may not be able to represent them: times that are not a
 * whole number of microseconds, and times in a distant year. In the simple query mode of the driver, all times are sent
 * as text, because the driver puts the parameters into the text of the SQL.
 */
public final class TimeParameter extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /**
     * A time that is at least this many seconds before or after the beginning of the year 1970 is sent as text. The
     * number of seconds corresponds to more than 5 000 years.
     */
    private static final long MOST_SECONDS = TimeUnit.DAYS.toSeconds(2_000_000);

    private final Instant time;

    private TimeParameter(Instant time) {
        setType("timestamptz");
        this.time = time;
    }

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

    /** Returns the time as text. The driver sends this text when binary transfer is off. */
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

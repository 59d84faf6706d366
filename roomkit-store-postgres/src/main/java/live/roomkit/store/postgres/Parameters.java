package live.roomkit.store.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import live.roomkit.internal.Instants;
import live.roomkit.store.postgres.internal.TimeParameter;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Parameters of a statement, in order. The Java type of a value determines how the value is bound, so the driver need
 * not ask the server for the types of the parameters.
 *
 * <p>Text is bound without an SQL type, so PostgreSQL uses the type of the column with which the text is compared. By
 * default, the driver binds text as {@code varchar}. PostgreSQL would then look for an operator that compares
 * {@code text} with {@code varchar}. PostgreSQL has no such operator, but an attacker could create one in a schema on
 * the search path.
 */
final class Parameters implements PreparedStatementSetter {

    private final @Nullable Object[] values;

    private Parameters(@Nullable Object[] values) {
        this.values = values;
    }

    static Parameters of(@Nullable Object... values) {
        return new Parameters(values);
    }

    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < this.values.length; i++) {
            bind(statement, i + 1, this.values[i]);
        }
    }

    /**
     * Returns a value as text, so that it can be an element of a text array. The SQL casts each element to the type of
     * the column.
     */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof Jsonb json) {
            return new String(json.utf8(), StandardCharsets.UTF_8);
        }
        if (value instanceof Instant instant) {
            return Instants.format(instant);
        }
        return (value != null) ? value.toString() : null;
    }

    private static void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.NULL);
        } else if (value instanceof String text) {
            statement.setObject(position, text, Types.OTHER);
        } else if (value instanceof Jsonb json) {
            statement.setObject(position, text(json), Types.OTHER);
        } else if (value instanceof Instant instant) {
            statement.setObject(position, TimeParameter.of(instant, statement));
        } else {
            statement.setObject(position, value);
        }
    }
}

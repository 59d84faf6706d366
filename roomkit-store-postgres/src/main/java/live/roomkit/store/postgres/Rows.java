package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/** Contains SQL fragments and column values that several table classes share. */
final class Rows {

    /** Value of the organization column for an identity without an organization. No organization has an empty id. */
    private static final String NO_ORGANIZATION = "";

    /**
     * Condition that is true in a REPEATABLE READ or SERIALIZABLE transaction, which uses one snapshot for all of its
     * statements.
     */
    static final String ON_A_SNAPSHOT =
            "pg_catalog.current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

    private Rows() {}

    /**
     * Returns the value for the organization column of an identity address: the id of the organization, or the empty
     * text for {@code null}.
     */
    static String organizationKey(@Nullable String organizationId) {
        return (organizationId != null) ? organizationId : NO_ORGANIZATION;
    }

    /** Tells whether the text can be the id of an organization. The empty text represents a missing organization. */
    static boolean isOrganization(String organizationId) {
        return !organizationId.equals(NO_ORGANIZATION);
    }

    /**
     * Returns an SQL condition for the table with the given alias. The condition is true when the room of a row belongs
     * to an organization. The condition has one parameter, the id of the organization.
     */
    static String inOrganization(String alias) {
        return "EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.id = " + alias + ".room_id AND r.organization_id = ?)";
    }

    /**
     * Returns SQL that begins with a plus sign. Appended to another SQL expression, this SQL adds the size in bytes of
     * the stored JSON fields that an update keeps. An update keeps the fields that this version of RoomKit does not
     * know.
     *
     * @param document the SQL expression for the stored JSON
     * @param keys the JSON keys that the update replaces
     */
    static String bytesKept(String document, Collection<String> keys) {
        return " + pg_catalog.octet_length(CAST(" + document + " - CAST('{" + String.join(",", keys)
                + "}' AS text[]) AS text)) - 2";
    }

    /**
     * Returns SQL that begins with a plus sign. Appended to another SQL expression, this SQL adds the size in bytes of
     * those stored JSON fields that the given record type does not have. The stored JSON is the column {@code data} of
     * the table with the given alias.
     */
    static String bytesKept(String alias, Class<? extends Record> type) {
        return bytesKept(alias + ".data", RecordJson.keys(type));
    }

    /**
     * Returns SQL that begins with a plus sign. Appended to another SQL expression, this SQL adds the size in bytes of
     * those stored JSON fields that the given nested record type does not have. The stored JSON of the nested record is
     * in the given field of the column {@code data}.
     */
    static String bytesKept(String alias, String field, Class<? extends Record> type) {
        return bytesKept("COALESCE(" + alias + ".data -> CAST('" + field + "' AS text), '{}')", RecordJson.keys(type));
    }

    /**
     * Returns an SQL expression for a JSON object with only one field. The value of this field is a record inside
     * another record, such as the timers of a room. The expression takes the fields of the inner record from the new
     * JSON, and keeps those stored fields of the inner record that this version of RoomKit does not know. The
     * expression has one parameter: the JSON keys that this version knows.
     *
     * @param alias the alias of the table whose column {@code data} is the stored JSON
     * @param field the name of the only field
     * @param json the SQL expression for the new JSON
     */
    static String merged(String alias, String field, String json) {
        return """
                pg_catalog.jsonb_set('{}', '{%2$s}',
                            (COALESCE(%1$s.data -> CAST('%2$s' AS text), '{}') - CAST(? AS text[]))
                                || (%3$s -> CAST('%2$s' AS text)))""".formatted(alias, field, json);
    }

    /**
     * Returns an SQL expression that merges a nested record of the new JSON into the stored one, see {@link #merged}.
     * When the new JSON does not contain the field {@code field}, the expression returns an empty JSON object.
     */
    static String mergedIfPresent(String alias, String field, String json) {
        return "CASE WHEN " + json + " -> CAST('" + field + "' AS text) IS NULL THEN '{}' ELSE "
                + merged(alias, field, json) + " END";
    }

    /**
     * Replaces the {@code text[]} parameters of a statement by literals. The first literal contains the first of the
     * given arrays of JSON keys, and so on. Use this method for {@code INSERT} statements with {@code SELECT} and
     * {@code ON CONFLICT}, because Citus does not pass on the types of parameters in the {@code ON CONFLICT} clause.
     */
    static String withKeys(String sql, String[]... keys) {
        String result = sql;
        for (String[] names : keys) {
            result = result.replaceFirst(
                    Pattern.quote("CAST(? AS text[])"), "CAST('{" + String.join(",", names) + "}' AS text[])");
        }
        return result;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return (time != null) ? time.toInstant() : null;
    }

    /** Returns the name of an enum constant in lower case, as the tables contain it. */
    static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String valueOrNull(@Nullable Enum<?> constant) {
        return (constant != null) ? value(constant) : null;
    }
}

package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Locale;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/** Holds SQL fragments and column values that several table classes share. */
final class Rows {

    /** The key of identities without organization. No organization has an empty id. */
    private static final String NO_ORGANIZATION = "";

    /**
     * A condition that holds in a transaction that sees the same snapshot from its first statement to its end, which is
     * stricter than READ COMMITTED.
     */
    static final String ON_A_SNAPSHOT =
            "(SELECT pg_catalog.current_setting('transaction_isolation')) IN ('repeatable read', 'serializable')";

    private Rows() {}

    /** Returns the organization's value in the key of an address. */
    static String organizationKey(@Nullable String organizationId) {
        return (organizationId != null) ? organizationId : NO_ORGANIZATION;
    }

    /** Checks whether an organization may have that id. The empty id stands for a missing organization. */
    static boolean isOrganization(String organizationId) {
        return !organizationId.equals(NO_ORGANIZATION);
    }

    /** Returns a condition on the rows of an alias: their room belongs to the organization that is a parameter. */
    static String inOrganization(String alias) {
        return "EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.id = " + alias + ".room_id AND r.organization_id = ?)";
    }

    /**
     * Returns an expression for the bytes of the fields that an update keeps, because the record does not have them.
     *
     * @param document the expression of the document
     * @param keys the fields that an update replaces
     */
    static String bytesKept(String document, Collection<String> keys) {
        return " + pg_catalog.octet_length(CAST(" + document + " - CAST('{" + String.join(",", keys)
                + "}' AS text[]) AS text)) - 2";
    }

    /**
     * Does what {@link #bytesKept(String, Collection)} does, for a record that is merged into the document of an alias.
     */
    static String bytesKept(String alias, Class<? extends Record> type) {
        return bytesKept(alias + ".data", RecordJson.keys(type));
    }

    /** Does what {@link #bytesKept(String, Class)} does, for a nested record. */
    static String bytesKept(String alias, String field, Class<? extends Record> type) {
        return bytesKept("COALESCE(" + alias + ".data -> CAST('" + field + "' AS text), '{}')", RecordJson.keys(type));
    }

    /**
     * Returns an expression for a document of one field: the nested record of a new document, with the stored record's
     * other fields. Takes the replaced keys as a parameter.
     *
     * @param alias the alias of the row whose column {@code data} is the stored document
     * @param json the expression of the new document
     */
    static String merged(String alias, String field, String json) {
        return """
                pg_catalog.jsonb_set('{}', '{%2$s}',
                            (COALESCE(%1$s.data -> CAST('%2$s' AS text), '{}') - CAST(? AS text[]))
                                || (%3$s -> CAST('%2$s' AS text)))""".formatted(alias, field, json);
    }

    /** Does what {@link #merged} does, for a record that the new document may lack. It then stays absent. */
    static String mergedIfPresent(String alias, String field, String json) {
        return "CASE WHEN " + json + " -> CAST('" + field + "' AS text) IS NULL THEN '{}' ELSE "
                + merged(alias, field, json) + " END";
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return (time != null) ? time.toInstant() : null;
    }

    /** Returns the value of an enum constant as its column holds it. */
    static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String valueOrNull(@Nullable Enum<?> constant) {
        return (constant != null) ? value(constant) : null;
    }
}

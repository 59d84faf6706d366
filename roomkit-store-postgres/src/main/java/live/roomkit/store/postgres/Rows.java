package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What table classes share in reading rows and writing columns. */
final class Rows {

    /** How identities without organization are keyed; no organization has an empty id. */
    private static final String NO_ORGANIZATION = "";

    /** Holds in a transaction that sees the same snapshot from its first statement to its end, which is stricter. */
    static final String ON_A_SNAPSHOT =
            "(SELECT pg_catalog.current_setting('transaction_isolation')) IN ('repeatable read', 'serializable')";

    private Rows() {}

    /** The organization as it stands in the key of an address. */
    static String organizationKey(@Nullable String organizationId) {
        return (organizationId != null) ? organizationId : NO_ORGANIZATION;
    }

    /** Whether there may be an organization of that id, rather than the one that stands for none. */
    static boolean isOrganization(String organizationId) {
        return !organizationId.equals(NO_ORGANIZATION);
    }

    /** Holds for the rows of an alias whose room is of the organization that is a parameter. */
    static String inOrganization(String alias) {
        return "EXISTS (SELECT 1 FROM roomkit.rooms AS r WHERE r.id = " + alias + ".room_id AND r.organization_id = ?)";
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return (time != null) ? time.toInstant() : null;
    }

    /** The value of an enum as its column holds it. */
    static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String valueOrNull(@Nullable Enum<?> constant) {
        return (constant != null) ? value(constant) : null;
    }
}

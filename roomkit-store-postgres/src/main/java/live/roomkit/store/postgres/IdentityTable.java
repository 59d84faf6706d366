package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Holds the SQL of the table {@code identities}, which has a row for each identity. The record in the row lists the
 * addresses in their order. {@link IdentityAddressTable} holds the same addresses for look-ups. A writer of either
 * table holds the identity's row.
 */
final class IdentityTable {

    private static final String INSERT = """
            INSERT INTO roomkit.identities AS i (id, organization_id, bytes, data)
            VALUES (?, ?, ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING i.id
            """;

    private static final String FIND_BY_ID = "SELECT i.data FROM roomkit.identities AS i WHERE i.id = ?";

    private static final String FIND_BY_ADDRESS = """
            SELECT i.data
            FROM roomkit.identities AS i
            WHERE i.id = (
                SELECT a.identity_id FROM roomkit.identity_addresses AS a
                WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = '' AND a.address = ?)
            """;

    private static final String LOCK = FIND_BY_ID + " FOR NO KEY UPDATE";

    /** Replaced by an update; the organization is fixed, the addresses change by linking only. */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Identity.class).stream()
            .filter(key -> !Set.of("organization_id", "channel_addresses").contains(key))
            .toArray(String[]::new);

    private static final String UPDATE_PROFILE = """
            UPDATE roomkit.identities AS i
            SET bytes = ?%s,
                data = (i.data - CAST(? AS text[]))
                    || (CAST(? AS jsonb) - CAST('{organization_id,channel_addresses}' AS text[]))
            WHERE i.id = ? AND i.organization_id IS NOT DISTINCT FROM CAST(? AS text)
            RETURNING i.data
            """.formatted(Rows.bytesKept("i.data", List.of(REPLACED_KEYS)));

    private static final String UPDATE_ADDRESSES = """
            UPDATE roomkit.identities AS i
            SET bytes = ?%s,
                data = i.data || pg_catalog.jsonb_set('{}', '{channel_addresses}', CAST(? AS jsonb))
            WHERE i.id = ?
            """.formatted(Rows.bytesKept("i", Identity.class));

    private static final String DELETE = "DELETE FROM roomkit.identities AS i WHERE i.id = ?";

    private static final RecordJson UNLIMITED = new RecordJson(Integer.MAX_VALUE);

    private final Database database;

    IdentityTable(Database database) {
        this.database = database;
    }

    boolean insert(Identity identity) {
        Jsonb json = this.database.jsonb(identity);
        return this.database.exists(INSERT, identity.id(), identity.organizationId(), json.bytes(), json);
    }

    Optional<Identity> findById(String identityId) {
        return this.database.first(FIND_BY_ID, this::mapRow, identityId);
    }

    /** Returns the identity that holds an address in that organization, or outside all organizations. */
    Optional<Identity> findByAddress(@Nullable String organizationId, ChannelType channelType, String address) {
        return (organizationId != null && !Rows.isOrganization(organizationId))
                ? Optional.empty()
                : this.database.first(
                        FIND_BY_ADDRESS,
                        this::mapRow,
                        Rows.organizationKey(organizationId),
                        channelType.value(),
                        address);
    }

    /** Returns an identity and locks its row and addresses until the end of the transaction. */
    Optional<Identity> lock(String identityId) {
        return this.database.first(LOCK, this::mapRow, identityId);
    }

    /** Writes a profile. Returns empty when that organization has no such identity. */
    Optional<Identity> updateProfile(Identity identity) {
        Jsonb json = this.database.jsonb(identity);
        return this.database.first(
                UPDATE_PROFILE,
                this::mapRow,
                json.bytes(),
                REPLACED_KEYS,
                json,
                identity.id(),
                identity.organizationId());
    }

    /** Writes the addresses, even of an identity that is larger than a new one may be. */
    void updateAddresses(Identity identity) {
        Map<String, List<String>> addresses = new HashMap<>();
        identity.channelAddresses().forEach((type, values) -> addresses.put(type.value(), values));
        this.database.update(
                UPDATE_ADDRESSES, UNLIMITED.write(identity).length, this.database.jsonb(addresses), identity.id());
    }

    boolean delete(String identityId) {
        return this.database.update(DELETE, identityId) == 1;
    }

    private Identity mapRow(ResultSet row, int number) throws SQLException {
        return this.database.json().read(row.getBytes("data"), Identity.class);
    }
}

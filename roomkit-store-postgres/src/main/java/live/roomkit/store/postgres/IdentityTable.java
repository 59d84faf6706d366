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
 * Contains the SQL of the table {@code identities}, which has a row for each identity. The JSON in the row lists the
 * addresses in order. The table {@code identity_addresses} contains the same addresses for look-ups. A transaction that
 * writes to either table first locks the row of the identity.
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

    /**
     * JSON keys that an update replaces. The organization never changes; {@link IdentityAddresses} changes the addresses.
     */
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

    /**
     * Returns the identity that has an address in the given organization, or without an organization if that is
     * {@code null}.
     */
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

    /** Returns an identity and locks its row until the end of the transaction, which also protects its addresses. */
    Optional<Identity> lock(String identityId) {
        return this.database.first(LOCK, this::mapRow, identityId);
    }

    /**
     * Updates the profile of an identity. Returns empty when the organization of the given identity has no identity with its
     * id.
     */
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

    /** Updates the addresses of an identity, even when its JSON exceeds the maximum size of a record. */
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

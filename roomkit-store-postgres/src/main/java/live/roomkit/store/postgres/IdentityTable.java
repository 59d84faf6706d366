package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityMerge;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.internal.store.AddressBook.Key;
import live.roomkit.internal.store.IdentityKeys;
import live.roomkit.store.json.RecordJson;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code identities}, which has a row for each identity. The column {@code data} of a row
 * contains the identity as JSON, including its addresses. The table {@code identity_addresses} contains the same
 * addresses and is used to find an identity by its address. A transaction that changes an identity or its addresses
 * first locks the row of the identity.
 */
final class IdentityTable {

    /**
     * Columns of the table {@code identities}, with the alias {@code i}, that describe the merge of an identity into
     * another.
     */
    static final String MERGE_COLUMNS = "i.merged_into, i.merge_id, i.merged_at, i.merge_reason";

    private static final String COLUMNS = "i.data, " + MERGE_COLUMNS;

    private static final String INSERT = """
            INSERT INTO roomkit.identities AS i (id, organization_id, name_key, search, bytes, data)
            VALUES (?, ?, ?, CAST(? AS jsonb), ?, CAST(? AS jsonb))
            ON CONFLICT (id) DO NOTHING
            RETURNING i.id
            """;

    private static final String FIND_BY_ID = "SELECT " + COLUMNS + " FROM roomkit.identities AS i WHERE i.id = ?";

    private static final String FIND_BY_ADDRESS = """
            SELECT %s
            FROM roomkit.identities AS i
            WHERE i.id = (
                SELECT COALESCE(h.merged_into, h.id)
                FROM roomkit.identity_addresses AS a JOIN roomkit.identities AS h ON h.id = a.identity_id
                WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = ? AND a.address = ?)
            """.formatted(COLUMNS);

    private static final String FIND_GROUP = """
            WITH standing (id) AS MATERIALIZED (
                SELECT COALESCE((SELECT i.merged_into FROM roomkit.identities AS i WHERE i.id = ?), CAST(? AS text))
            )
            SELECT s.id FROM standing AS s
            UNION ALL
            SELECT m.id FROM roomkit.identities AS m WHERE m.merged_into = (SELECT s.id FROM standing AS s)
            """;

    private static final String LOCK = FIND_BY_ID + " FOR NO KEY UPDATE";

    /**
     * JSON keys of the profile of an identity. The profile is the whole identity except the organization, which never
     * changes, and the addresses, which only {@link IdentityAddresses} changes.
     */
    private static final String[] REPLACED_KEYS = RecordJson.keys(Identity.class).stream()
            .filter(key ->
                    !Set.of("organization_id", "channel_addresses", "addresses").contains(key))
            .toArray(String[]::new);

    /** All JSON keys of an identity except those of its addresses. */
    private static final String[] OTHER_KEYS = RecordJson.keys(Identity.class).stream()
            .filter(key -> !Set.of("channel_addresses", "addresses").contains(key))
            .toArray(String[]::new);

    private static final String UPDATE_PROFILE =
            """
            UPDATE roomkit.identities AS i
            SET name_key = ?, search = CAST(? AS jsonb), bytes = ?%s,
                data = (i.data - CAST(? AS text[]))
                    || (CAST(? AS jsonb) - CAST('{organization_id,channel_addresses,addresses}' AS text[]))
            WHERE i.id = ? AND i.organization_id IS NOT DISTINCT FROM CAST(? AS text)
            RETURNING %s
            """.formatted(Rows.bytesKept("i.data", List.of(REPLACED_KEYS)), COLUMNS);

    private static final String UPDATE_ADDRESSES = """
            UPDATE roomkit.identities AS i
            SET bytes = ?%s,
                data = i.data || (CAST(? AS jsonb) - CAST(? AS text[]))
            WHERE i.id = ?
            """.formatted(Rows.bytesKept("i", Identity.class));

    /**
     * Merges an identity into a target identity. Also updates the row of the target, without changing a value. A
     * concurrent REPEATABLE READ transaction with an older snapshot therefore fails when it merges into the same
     * target, or merges the target into another identity.
     */
    private static final String MERGE = """
            UPDATE roomkit.identities AS i
            SET merged_into = CASE WHEN i.id = ? THEN ? END, merge_id = CASE WHEN i.id = ? THEN ? END,
                merged_at = CASE WHEN i.id = ? THEN CAST(? AS timestamptz) END,
                merge_reason = CASE WHEN i.id = ? THEN ? END
            WHERE i.id IN (?, ?)
            """;

    private static final String HAS_MERGED = "SELECT 1 FROM roomkit.identities AS i WHERE i.merged_into = ? LIMIT 1";

    private static final String UNDO_MERGE = """
            UPDATE roomkit.identities AS i
            SET merged_into = NULL, merge_id = NULL, merged_at = NULL, merge_reason = NULL
            WHERE i.merge_id = ? AND (CAST(? AS text) IS NULL OR i.organization_id = ?)
            """;

    /**
     * Locks an identity and the identities that are merged into it, in the order of their ids. A merge locks identities
     * in the same order, so this statement and a merge do not deadlock.
     */
    private static final String LOCK_GROUP = """
            SELECT i.id FROM roomkit.identities AS i WHERE i.id = ? OR i.merged_into = ? ORDER BY i.id FOR NO KEY UPDATE
            """;

    private static final String UNDO_MERGES_INTO = """
            UPDATE roomkit.identities AS i
            SET merged_into = NULL, merge_id = NULL, merged_at = NULL, merge_reason = NULL
            WHERE i.merged_into = ?
            """;

    private static final String DELETE = "DELETE FROM roomkit.identities AS i WHERE i.id = ?";

    private static final RecordJson UNLIMITED = new RecordJson(Integer.MAX_VALUE);

    private final Database database;

    IdentityTable(Database database) {
        this.database = database;
    }

    boolean insert(Identity identity) {
        Jsonb json = this.database.jsonb(identity);
        return this.database.exists(
                INSERT,
                identity.id(),
                identity.organizationId(),
                IdentityKeys.name(identity),
                search(identity),
                json.bytes(),
                json);
    }

    Optional<Identity> findById(String identityId) {
        return this.database.first(FIND_BY_ID, this::mapRow, identityId);
    }

    /**
     * Returns the identity that has the address {@code key}. When this identity is merged into another identity,
     * returns the other one instead. Searches the addresses of the given organization or, when the organization is
     * {@code null}, the addresses of identities without an organization.
     */
    Optional<Identity> findByAddress(@Nullable String organizationId, Key key) {
        return (organizationId != null && !Rows.isOrganization(organizationId))
                ? Optional.empty()
                : this.database.first(
                        FIND_BY_ADDRESS,
                        this::mapRow,
                        Rows.organizationKey(organizationId),
                        key.channelType().value(),
                        key.scope(),
                        key.value());
    }

    /** Returns an identity and locks its row until the end of the transaction. */
    Optional<Identity> lock(String identityId) {
        return this.database.first(LOCK, this::mapRow, identityId);
    }

    /**
     * Updates all of an identity except its organization and addresses. Returns empty when no stored identity has the
     * same id and the same organization.
     */
    Optional<Identity> updateProfile(Identity identity) {
        Jsonb json = this.database.jsonb(identity);
        return this.database.first(
                UPDATE_PROFILE,
                this::mapRow,
                IdentityKeys.name(identity),
                search(identity),
                json.bytes(),
                REPLACED_KEYS,
                json,
                identity.id(),
                identity.organizationId());
    }

    /**
     * Updates the addresses of an identity, even when the JSON of the identity exceeds the maximum size of a record.
     */
    void updateAddresses(Identity identity) {
        Identity addresses = Identity.builder(identity.id())
                .channelAddresses(identity.channelAddresses())
                .addresses(identity.addresses())
                .build();
        this.database.update(
                UPDATE_ADDRESSES,
                UNLIMITED.write(identity).length,
                new Jsonb(UNLIMITED.write(addresses)),
                OTHER_KEYS,
                identity.id());
    }

    List<Identity> list(IdentityQuery query) {
        IdentitySearch search = IdentitySearch.of(query, this.database);
        return this.database.page(search.sql(), query.limit(), this::mapRow, search.parameters());
    }

    /**
     * Returns the ids of the given identity and of the identities that are merged with it. The first id is that of the
     * identity into which the others are merged.
     */
    List<String> findGroup(String identityId) {
        return this.database.list(FIND_GROUP, (row, number) -> row.getString(1), identityId, identityId);
    }

    /** Checks whether other identities are merged into an identity. */
    boolean hasMerged(String identityId) {
        return this.database.exists(HAS_MERGED, identityId);
    }

    void writeMerge(IdentityMerge merge) {
        String from = merge.fromId();
        this.database.update(
                MERGE,
                from,
                merge.intoId(),
                from,
                merge.id(),
                from,
                merge.mergedAt(),
                from,
                merge.reason(),
                merge.intoId(),
                from);
    }

    /**
     * Undoes a merge. When {@code organizationId} is not {@code null}, undoes the merge only if the merged identity
     * belongs to this organization. Returns {@code false} when no merge was undone.
     */
    boolean undoMerge(String mergeId, @Nullable String organizationId) {
        return this.database.update(UNDO_MERGE, mergeId, organizationId, organizationId) == 1;
    }

    /**
     * Deletes an identity and undoes the merges of other identities into it. The identity is locked first, so that no
     * other transaction can merge an identity into it meanwhile.
     */
    boolean delete(String identityId) {
        this.database.list(LOCK_GROUP, (row, number) -> row.getString(1), identityId, identityId);
        this.database.update(UNDO_MERGES_INTO, identityId);
        return this.database.update(DELETE, identityId) == 1;
    }

    private Jsonb search(Identity identity) {
        return this.database.jsonb(IdentityKeys.of(identity));
    }

    private Identity mapRow(ResultSet row, int number) throws SQLException {
        Identity identity = this.database.json().read(row.getBytes("data"), Identity.class);
        String into = row.getString("merged_into");
        Instant mergedAt = Rows.instant(row, "merged_at");
        return (into == null || mergedAt == null)
                ? identity
                : identity.toBuilder()
                        .merge(new IdentityMerge(
                                row.getString("merge_id"),
                                into,
                                identity.id(),
                                mergedAt,
                                row.getString("merge_reason")))
                        .build();
    }
}

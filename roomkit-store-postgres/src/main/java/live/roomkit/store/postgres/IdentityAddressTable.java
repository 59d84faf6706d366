package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.internal.store.AddressBook;
import live.roomkit.internal.store.AddressBook.Key;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code identity_addresses}, which maps each address to an identity. An address has at
 * most one row per organization, and at most one row without an organization.
 */
final class IdentityAddressTable {

    private static final String ROWS =
            "ROWS FROM (pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])),"
                    + " pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[])))"
                    + " AS n (channel_type, scope, address, given)";

    private static final String INSERT_ALL = """
            INSERT INTO roomkit.identity_addresses AS a
                (organization_id, channel_type, scope, address, given, identity_id)
            SELECT ?, n.channel_type, n.scope, n.address, n.given, ?
            FROM %s
            ON CONFLICT (organization_id, channel_type, scope, address) DO NOTHING
            RETURNING a.address
            """.formatted(ROWS);

    static final String FIND_HOLDER = """
            SELECT a.identity_id FROM roomkit.identity_addresses AS a
            WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = ? AND a.address = ?
            """;

    private static final String FIND_FIRST_HELD = """
            SELECT n.channel_type
            FROM %s
                JOIN roomkit.identity_addresses AS a
                    ON a.organization_id = ? AND a.channel_type = n.channel_type AND a.scope = n.scope
                        AND a.address = n.address
            WHERE a.identity_id <> ?
            ORDER BY n.channel_type LIMIT 1
            """.formatted(ROWS);

    private static final String DELETE = """
            DELETE FROM roomkit.identity_addresses AS a
            WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = ? AND a.address = ?
                AND a.identity_id = ?
            """;

    private final Database database;

    private final AddressBook book;

    IdentityAddressTable(Database database, AddressBook book) {
        this.database = database;
        this.book = book;
    }

    /**
     * Inserts the addresses of an identity in sort order, so that two transactions do not deadlock. Returns
     * {@code false} when another identity already has one of the addresses.
     */
    boolean insertAll(Identity identity) {
        return insertAll(identity, sorted(identity));
    }

    /** Inserts an address of an identity. Returns {@code false} when an identity already has the address. */
    boolean insert(Identity identity, Key key) {
        return insertAll(identity, List.of(key));
    }

    /**
     * Returns the id of the identity that has the address {@code key}. Searches the addresses of the given organization
     * or, when the organization is {@code null}, the addresses of identities without an organization.
     */
    Optional<String> findHolder(@Nullable String organizationId, Key key) {
        return (organizationId != null && !Rows.isOrganization(organizationId))
                ? Optional.empty()
                : this.database.first(
                        FIND_HOLDER,
                        (row, number) -> row.getString(1),
                        Rows.organizationKey(organizationId),
                        key.channelType().value(),
                        key.scope(),
                        key.value());
    }

    /**
     * Looks for an address of the given identity that another identity already has. Returns the channel type of the
     * first such address.
     */
    Optional<ChannelType> findFirstHeld(Identity identity) {
        List<Key> keys = sorted(identity);
        return this.database.first(
                FIND_FIRST_HELD,
                (row, number) -> ChannelType.of(row.getString(1)),
                types(keys),
                texts(keys, Key::scope),
                texts(keys, Key::value),
                texts(keys, Key::given),
                Rows.organizationKey(identity.organizationId()),
                identity.id());
    }

    boolean delete(Identity identity, Key key) {
        return this.database.update(
                        DELETE,
                        Rows.organizationKey(identity.organizationId()),
                        key.channelType().value(),
                        key.scope(),
                        key.value(),
                        identity.id())
                == 1;
    }

    private boolean insertAll(Identity identity, List<Key> keys) {
        return this.database
                        .list(
                                INSERT_ALL,
                                (row, number) -> row.getString(1),
                                Rows.organizationKey(identity.organizationId()),
                                identity.id(),
                                types(keys),
                                texts(keys, Key::scope),
                                texts(keys, Key::value),
                                texts(keys, Key::given))
                        .size()
                == keys.size();
    }

    private List<Key> sorted(Identity identity) {
        return this.book.keys(identity).stream().sorted().toList();
    }

    private static String[] types(List<Key> keys) {
        return texts(keys, key -> key.channelType().value());
    }

    private static String[] texts(List<Key> keys, Function<Key, String> part) {
        return keys.stream().map(part).toArray(String[]::new);
    }
}

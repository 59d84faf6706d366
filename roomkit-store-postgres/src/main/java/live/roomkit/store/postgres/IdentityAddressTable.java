package live.roomkit.store.postgres;

import java.util.List;
import java.util.Optional;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Contains the SQL of the table {@code identity_addresses}, which maps each address to an identity. An address has at most
 * one row per organization, and at most one row without an organization.
 */
final class IdentityAddressTable {

    private static final String INSERT_ALL = """
            INSERT INTO roomkit.identity_addresses AS a (organization_id, channel_type, address, identity_id)
            SELECT ?, n.channel_type, n.address, ?
            FROM ROWS FROM (pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[]))) AS n (channel_type, address)
            ON CONFLICT (organization_id, channel_type, scope, address) DO NOTHING
            RETURNING a.address
            """;

    static final String FIND_HOLDER = """
            SELECT a.identity_id FROM roomkit.identity_addresses AS a
            WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = '' AND a.address = ?
            """;

    private static final String FIND_FIRST_HELD = """
            SELECT n.channel_type
            FROM ROWS FROM (pg_catalog.unnest(CAST(? AS text[])), pg_catalog.unnest(CAST(? AS text[]))) AS n (channel_type, address)
                JOIN roomkit.identity_addresses AS a
                    ON a.organization_id = ? AND a.channel_type = n.channel_type AND a.scope = ''
                        AND a.address = n.address
            WHERE a.identity_id <> ?
            ORDER BY n.channel_type LIMIT 1
            """;

    private static final String DELETE = """
            DELETE FROM roomkit.identity_addresses AS a
            WHERE a.organization_id = ? AND a.channel_type = ? AND a.scope = '' AND a.address = ?
                AND a.identity_id = ?
            """;

    private final Database database;

    IdentityAddressTable(Database database) {
        this.database = database;
    }

    /**
     * Inserts all addresses of an identity, in sorted order. Returns {@code true} when no other identity has one of the
     * addresses.
     */
    boolean insertAll(Identity identity) {
        return insertAll(identity, sorted(identity));
    }

    /** Inserts one address. Returns {@code true} when no other identity has the address. */
    boolean insert(Identity identity, ChannelType channelType, String address) {
        return insertAll(identity, List.of(new Address(channelType.value(), address)));
    }

    Optional<String> findHolder(@Nullable String organizationId, ChannelType channelType, String address) {
        return this.database.first(
                FIND_HOLDER,
                (row, number) -> row.getString(1),
                Rows.organizationKey(organizationId),
                channelType.value(),
                address);
    }

    /** Returns the channel type of the first address of the given identity that another identity has. */
    Optional<ChannelType> findFirstHeld(Identity identity) {
        List<Address> addresses = sorted(identity);
        return this.database.first(
                FIND_FIRST_HELD,
                (row, number) -> ChannelType.of(row.getString(1)),
                types(addresses),
                values(addresses),
                Rows.organizationKey(identity.organizationId()),
                identity.id());
    }

    boolean delete(Identity identity, ChannelType channelType, String address) {
        return this.database.update(
                        DELETE,
                        Rows.organizationKey(identity.organizationId()),
                        channelType.value(),
                        address,
                        identity.id())
                == 1;
    }

    private boolean insertAll(Identity identity, List<Address> addresses) {
        return this.database
                        .list(
                                INSERT_ALL,
                                (row, number) -> row.getString(1),
                                Rows.organizationKey(identity.organizationId()),
                                identity.id(),
                                types(addresses),
                                values(addresses))
                        .size()
                == addresses.size();
    }

    private static List<Address> sorted(Identity identity) {
        return identity.channelAddresses().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(address -> new Address(entry.getKey().value(), address)))
                .sorted()
                .toList();
    }

    private static String[] types(List<Address> addresses) {
        return addresses.stream().map(Address::channelType).toArray(String[]::new);
    }

    private static String[] values(List<Address> addresses) {
        return addresses.stream().map(Address::value).toArray(String[]::new);
    }

    private record Address(String channelType, String value) implements Comparable<Address> {

        @Override
        public int compareTo(Address other) {
            int byType = this.channelType.compareTo(other.channelType);
            return (byType != 0) ? byType : this.value.compareTo(other.value);
        }
    }
}

package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * Builds the SQL that returns the rooms of a participant, an identity or a channel, newest first.
 *
 * <p>The SQL finds the rooms through indexes on bindings and participants. These indexes contain the creation time of
 * the room. The row of a binding also contains the status and the organization of the room. The indexes for the rooms
 * of a channel sort the rows by status, then by creation time. The SQL therefore reads the rooms of each status
 * separately and merges them.
 *
 * <p>The row of a participant contains neither the status nor the organization of the room. When the caller requests a
 * status or an organization, the SQL first reads the newest rooms of the participant. If fewer of these rooms match
 * than the caller requests, the SQL reads all rooms of the participant, provided that they are few. For a participant
 * with many rooms, the SQL instead reads the rooms with the requested status or organization, newest first, and checks
 * for each room whether it is a room of the participant.
 *
 * <p>When an identity is merged with others, the SQL depends on their number. For a few identities, the SQL has a
 * separate part for each identity, which reads only the newest rooms of this identity. For many identities, one
 * parameter contains their ids, and the SQL reads all rooms of all these identities from the index.
 */
final class RoomListing {

    private static final int FEW = 200;

    /** Maximum number of merged identities whose rooms the SQL reads separately. */
    private static final int MOST_BRANCHES = 8;

    /**
     * SQL that wraps a text parameter in a subquery. The subquery hides the value from the planner, so that one query
     * plan serves all values.
     */
    private static final String ASKED = "(SELECT CAST(? AS text))";

    private static final String NEWEST_FIRST = "r.created_at DESC, r.id DESC";

    private static final String ROOMS = "SELECT " + RoomTable.PAGE_COLUMNS + " FROM roomkit.rooms AS r WHERE r.id IN (";

    private final RoomLookup lookup;

    private final List<String> identityIds;

    private final boolean distributed;

    private final StringBuilder sql = new StringBuilder();

    private final List<Object> parameters = new ArrayList<>();

    private RoomListing(RoomLookup lookup, List<String> identityIds, boolean distributed) {
        this.lookup = lookup;
        this.identityIds = identityIds;
        this.distributed = distributed;
    }

    /**
     * Builds the SQL for a lookup.
     *
     * @param identityIds the ids of the identity in the lookup and of the identities that are merged with it
     * @param distributed whether Citus distributes the tables
     */
    static RoomListing of(RoomLookup lookup, List<String> identityIds, boolean distributed) {
        RoomListing listing = new RoomListing(lookup, identityIds, distributed);
        listing.build();
        return listing;
    }

    String sql() {
        return this.sql.toString();
    }

    @Nullable
    Object[] parameters() {
        return this.parameters.toArray();
    }

    List<Room> list(RoomTable rooms) {
        return rooms.page(sql(), NEWEST_FIRST, this.lookup.limit(), parameters());
    }

    /**
     * Tells whether the lookup selects the rooms of a participant or an identity by the status or the organization of
     * the room.
     */
    private boolean isOfSome() {
        return this.lookup.channelId() == null
                && (this.lookup.status() != null || this.lookup.organizationId() != null);
    }

    /**
     * Tells whether the identity of the lookup is merged with so many others that one part of the SQL reads the rooms
     * of all these identities.
     */
    private boolean isOfMany() {
        return this.identityIds.size() > MOST_BRANCHES;
    }

    private void build() {
        int limit = this.lookup.limit();
        if (!isOfSome()) {
            this.sql.append(ROOMS).append("SELECT n.room_id FROM (");
            present(limit);
            this.sql.append(") AS n)");
            return;
        }
        int few = isOfMany() ? Integer.MAX_VALUE : FEW + 2 * limit;
        int fewest = 8 + limit + limit / 2;
        this.sql.append("WITH present AS MATERIALIZED (");
        present(few);
        this.sql
                .append("), near AS MATERIALIZED (SELECT r.id, r.created_at FROM (SELECT n.room_id FROM present AS n")
                .append(" ORDER BY n.room_created_at DESC, n.room_id DESC LIMIT " + fewest + ") AS n")
                .append(" JOIN roomkit.rooms AS r ON r.id = n.room_id WHERE TRUE");
        restrict();
        order(limit);
        this.sql
                .append("), counted AS MATERIALIZED (SELECT (SELECT pg_catalog.count(*) FROM near) < " + limit)
                .append(" AS lacking, (SELECT pg_catalog.count(*) FROM present) < " + few + " AS few) ")
                .append(ROOMS)
                .append(
                        "SELECT f.id FROM (SELECT n.id, n.created_at FROM near AS n UNION ALL (SELECT r.id, r.created_at")
                .append(" FROM present AS n JOIN roomkit.rooms AS r ON r.id = n.room_id")
                .append(" WHERE (SELECT c.lacking AND c.few FROM counted AS c)");
        restrict();
        order(limit);
        this.sql.append(')');
        if (!isOfMany()) {
            walk(limit);
        }
        this.sql
                .append(") AS f GROUP BY f.id, f.created_at ORDER BY f.created_at DESC, f.id DESC")
                .append(Limits.page(limit, 0))
                .append(')');
    }

    /** Adds SQL that selects the rooms of the participant, identity or channel that the lookup names. */
    private void present(int limit) {
        List<Runnable> branches = new ArrayList<>();
        if (this.lookup.channelId() != null) {
            RoomStatus status = this.lookup.status();
            for (States state : States.of(status)) {
                branches.add(() -> ofChannel(state.condition("b.room_status"), limit));
            }
        } else if (this.lookup.participantId() != null) {
            branches.add(() -> {
                from("bindings", "b", "participant_id", this.lookup.participantId());
                if (!isOfSome()) {
                    restrictType();
                }
                newestOnce("b", limit);
            });
            branches.add(() -> {
                from("participants", "p", "id", this.lookup.participantId());
                newest("p", limit);
            });
        } else if (isOfMany()) {
            branches.add(() -> {
                from("participants", "p", "identity_id");
                this.sql.append("ANY (ARRAY(SELECT pg_catalog.unnest(CAST(? AS text[]))))");
                this.parameters.add(this.identityIds.toArray(String[]::new));
                newestOnce("p", limit);
            });
        } else {
            for (String identityId : this.identityIds) {
                branches.add(() -> {
                    from("participants", "p", "identity_id", identityId);
                    newestOnce("p", limit);
                });
            }
        }
        this.sql.append("SELECT n.room_id, n.room_created_at FROM (");
        union(branches);
        this.sql
                .append(") AS n GROUP BY n.room_id, n.room_created_at ORDER BY n.room_created_at DESC, n.room_id DESC")
                .append(Limits.page(limit, 0));
    }

    private void ofChannel(String state, int limit) {
        String organizationId = this.lookup.organizationId();
        from("bindings", "b", "channel_id", this.lookup.channelId());
        if (organizationId != null) {
            this.sql
                    .append(" AND pg_catalog.left(b.room_organization_id, 64) = pg_catalog.left(CAST(? AS text), 64)")
                    .append(" AND b.room_organization_id = ?");
            this.parameters.add(organizationId);
            this.parameters.add(organizationId);
        }
        this.sql.append(" AND ").append(state);
        newest("b", limit);
    }

    private void from(String table, String alias, String column, @Nullable String value) {
        from(table, alias, column);
        asked(value);
    }

    private void from(String table, String alias, String column) {
        this.sql.append("(SELECT %2$s.room_id, %2$s.room_created_at FROM roomkit.%1$s AS %2$s WHERE %2$s.%3$s = "
                .formatted(table, alias, column));
    }

    private void newest(String alias, int limit) {
        newest(alias, "", limit);
    }

    /**
     * Adds SQL that returns each room once, even if a participant has several bindings in the room, or an identity has
     * several participants in the room.
     */
    private void newestOnce(String alias, int limit) {
        newest(alias, " GROUP BY %1$s.room_created_at, %1$s.room_id".formatted(alias), limit);
    }

    private void newest(String alias, String grouping, int limit) {
        String place = "%1$s.room_created_at, %1$s.room_id".formatted(alias);
        after(place);
        this.sql
                .append(grouping)
                .append(" ORDER BY ")
                .append(place.replace(",", " DESC,"))
                .append(" DESC")
                .append(Limits.page(limit, 0))
                .append(')');
    }

    /**
     * Adds SQL that reads the rooms with the requested status and organization, newest first, and returns those that
     * meet the condition of {@link #isPresent}.
     */
    private void walk(int limit) {
        RoomStatus status = this.lookup.status();
        String organizationId = this.lookup.organizationId();
        for (States state : States.of(status)) {
            this.sql
                    .append(" UNION ALL (SELECT r.id, r.created_at FROM roomkit.rooms AS r")
                    .append(" WHERE (SELECT c.lacking AND NOT c.few FROM counted AS c) AND ");
            this.sql.append(state.condition("r.status"));
            if (organizationId != null) {
                this.sql.append(" AND r.organization_id = ");
                asked(organizationId);
            }
            after("r.created_at, r.id");
            isPresent();
            this.sql
                    .append(" ORDER BY ")
                    .append(NEWEST_FIRST)
                    .append(state.isOne() ? Limits.inOrder(limit, 0, this.distributed) : Limits.part(limit, 0))
                    .append(')');
        }
    }

    /**
     * Adds an SQL condition on the room. When the lookup names a participant, the room must have a record of this
     * participant, or a binding that names this participant. If the lookup contains a channel type, the binding must
     * have this type. When the lookup names an identity, a participant of the room must have this identity or an
     * identity that is merged with it.
     */
    private void isPresent() {
        this.sql.append(" AND EXISTS (");
        if (this.lookup.participantId() != null) {
            this.sql.append("SELECT 1 FROM roomkit.bindings AS b WHERE b.room_id = r.id AND b.participant_id = ?"
                    + " AND b.room_created_at = r.created_at");
            this.parameters.add(this.lookup.participantId());
            restrictType();
            this.sql.append(" UNION ALL SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id AND p.id = ?)");
            this.parameters.add(this.lookup.participantId());
            return;
        }
        union(this.identityIds.stream()
                .<Runnable>map(identityId -> () -> {
                    this.sql.append("SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id"
                            + " AND p.identity_id = ? AND p.room_created_at = r.created_at");
                    this.parameters.add(identityId);
                })
                .toList());
        this.sql.append(" UNION ALL SELECT 1 FROM roomkit.participants AS p WHERE p.room_id = r.id AND p.id = '')");
    }

    /**
     * Adds conditions on the organization, the status and the channel type to SQL that finds rooms by their ids. The
     * conditions on the organization and the status use {@code IS NOT DISTINCT FROM}, so that the planner cannot use an
     * index on these columns instead of the ids.
     */
    private void restrict() {
        if (this.lookup.organizationId() != null) {
            this.sql.append(" AND r.organization_id IS NOT DISTINCT FROM CAST(? AS text)");
            this.parameters.add(this.lookup.organizationId());
        }
        if (this.lookup.status() != null) {
            this.sql.append(" AND r.status IS NOT DISTINCT FROM CAST(? AS text)");
            this.parameters.add(Rows.value(this.lookup.status()));
        }
        if (this.lookup.channelType() != null) {
            isPresent();
        }
    }

    private void restrictType() {
        if (this.lookup.channelType() != null) {
            this.sql.append(" AND b.channel_type = ");
            asked(this.lookup.channelType().value());
        }
    }

    private void after(String place) {
        if (this.lookup.after() != null) {
            this.sql.append(" AND (").append(place).append(") < (?, ?)");
            addPlace();
        }
    }

    private void addPlace() {
        if (this.lookup.after() != null) {
            this.parameters.add(this.lookup.after().createdAt());
            this.parameters.add(this.lookup.after().id());
        }
    }

    private void order(int limit) {
        this.sql.append(" ORDER BY ").append(NEWEST_FIRST).append(Limits.page(limit, 0));
    }

    private void asked(@Nullable String value) {
        this.sql.append(ASKED);
        this.parameters.add(value);
    }

    private void union(List<Runnable> branches) {
        for (int i = 0; i < branches.size(); i++) {
            this.sql.append((i > 0) ? " UNION ALL " : "");
            branches.get(i).run();
        }
    }
}

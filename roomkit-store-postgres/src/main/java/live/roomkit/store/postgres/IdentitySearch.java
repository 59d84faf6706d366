package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.roomkit.identity.IdentityCursor;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.internal.Unicode;
import live.roomkit.internal.store.IdentityKeys;
import org.jspecify.annotations.Nullable;

/**
 * Builds the statement for a page of identities, ordered by name, then id.
 *
 * <p>When a query has no conditions except on the name and the organization, the statement reads the identities in
 * order from an index. The index contains only identities that are not merged into another one. When a query has an
 * e-mail address, telephone number or external id, the statement finds all matching identities through a GIN index. The
 * statement then replaces each merged identity by the one into which it is merged, and sorts the result. When a query
 * asks for the identities that are merged into a certain identity, the statement returns the merged identities
 * themselves.
 */
record IdentitySearch(Database.PageSql sql, @Nullable Object[] parameters) {

    private static final String ORDER = "i.name_key, i.id";

    private static final String COLUMNS =
            "i.name_key, i.id, i.bytes, " + IdentityTable.MERGE_COLUMNS + ", i.data FROM roomkit.identities AS i";

    private static final String MATCHES = "WITH found AS MATERIALIZED ("
            + "SELECT COALESCE(m.merged_into, m.id) AS id FROM roomkit.identities AS m WHERE m.search @> (SELECT CAST(? AS jsonb))) ";

    static IdentitySearch of(IdentityQuery query, Database database) {
        StringBuilder sql = new StringBuilder();
        List<Object> parameters = new ArrayList<>();
        Map<String, Object> values = IdentityKeys.of(query);
        String first = "";
        if (query.mergedInto() != null) {
            sql.append("SELECT " + COLUMNS + " WHERE i.merged_into = ?");
            parameters.add(query.mergedInto());
            if (!values.isEmpty()) {
                sql.append(" AND i.search @> (SELECT CAST(? AS jsonb))");
                parameters.add(database.jsonb(values));
            }
            addOrganization(sql, query, parameters);
            addNames(sql, query, "", parameters);
        } else if (!values.isEmpty()) {
            sql.append(MATCHES + "SELECT " + COLUMNS + " WHERE i.id IN (SELECT f.id FROM found AS f)");
            parameters.add(database.jsonb(values));
            addOrganization(sql, query, parameters);
            addNames(sql, query, "", parameters);
        } else {
            sql.append("SELECT " + COLUMNS + " WHERE i.merged_into IS NULL");
            first = (query.organizationId() != null) ? "i.organization_id, " : "";
            addNames(sql, query, first, parameters);
        }
        sql.append(" ORDER BY ").append(first).append(ORDER).append(Limits.page(query.limit(), 0));
        String columns = "SELECT " + IdentityTable.MERGE_COLUMNS + ", ";
        return new IdentitySearch(
                new Database.PageSql("i", ORDER, columns, " FROM (" + sql + ") AS i ORDER BY " + ORDER),
                parameters.toArray());
    }

    private static void addOrganization(StringBuilder sql, IdentityQuery query, List<Object> parameters) {
        if (query.organizationId() != null) {
            sql.append(" AND i.organization_id = ?");
            parameters.add(query.organizationId());
        }
    }

    /**
     * Adds the conditions that the name of an identity begins with the prefix of the query, and that the identity comes
     * after the cursor of the query.
     */
    private static void addNames(StringBuilder sql, IdentityQuery query, String first, List<Object> parameters) {
        String prefix = IdentityKeys.namePrefix(query);
        IdentityCursor after = query.after();
        String asked = first.isEmpty() ? "" : "?, ";
        if (after != null && Unicode.compare(after.nameKey(), prefix) >= 0) {
            sql.append(" AND (%si.name_key, i.id) > (%s?, ?)".formatted(first, asked));
            addFirst(query, first, parameters);
            parameters.add(after.nameKey());
            parameters.add(after.id());
        } else {
            sql.append(" AND (%si.name_key) >= (%s?)".formatted(first, asked));
            addFirst(query, first, parameters);
            parameters.add(prefix);
        }
        if (!prefix.isEmpty()) {
            sql.append(" AND (%si.name_key) < (%s?)".formatted(first, asked));
            addFirst(query, first, parameters);
            parameters.add(IdentityKeys.after(prefix));
        } else if (!first.isEmpty()) {
            sql.append(" AND i.organization_id <= ?");
            addFirst(query, first, parameters);
        }
    }

    private static void addFirst(IdentityQuery query, String first, List<Object> parameters) {
        if (!first.isEmpty() && query.organizationId() != null) {
            parameters.add(query.organizationId());
        }
    }
}

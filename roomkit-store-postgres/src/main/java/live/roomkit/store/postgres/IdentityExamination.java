package live.roomkit.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.roomkit.identity.Identity;
import live.roomkit.internal.Shown;
import live.roomkit.internal.store.IdentityKeys;
import live.roomkit.store.StoreException;
import live.roomkit.store.json.RecordJson;

/**
 * Looks for inconsistent data of identities. Compares the JSON of each identity with the columns of its row and with
 * the table {@code identity_addresses}. Checks that each merged identity is merged into an unmerged identity of the
 * same organization.
 */
final class IdentityExamination {

    private static final int MOST_IDENTITIES = 500;

    /** Text that sorts after every id. */
    private static final String END = "\uDBFF\uDFFF".repeat(200);

    private static final String NEXT_IDENTITIES =
            "SELECT i.id FROM roomkit.identities AS i WHERE i.id > ? ORDER BY i.id LIMIT " + MOST_IDENTITIES;

    private static final String RECORDS = """
            SELECT i.id, i.name_key, i.search, i.data - CAST('{metadata,channel_addresses,addresses}' AS text[]) AS data,
                i.id IS DISTINCT FROM i.data ->> CAST('id' AS text)
                    OR i.organization_id IS DISTINCT FROM i.data ->> CAST('organization_id' AS text) AS different,
                CASE pg_catalog.jsonb_typeof(i.data -> CAST('channel_addresses' AS text))
                    WHEN 'object' THEN EXISTS (
                        SELECT 1 FROM pg_catalog.jsonb_each(i.data -> CAST('channel_addresses' AS text)) AS t
                        WHERE pg_catalog.jsonb_typeof(t.value) <> 'array')
                    ELSE i.data -> CAST('channel_addresses' AS text) IS NOT NULL
                END AS malformed,
                CASE
                    WHEN i.merged_into IS NULL
                        THEN i.merge_id IS NOT NULL OR i.merged_at IS NOT NULL OR i.merge_reason IS NOT NULL
                    ELSE i.merge_id IS NULL OR i.merged_at IS NULL OR i.merged_into = i.id
                        OR s.id IS NULL OR s.merged_into IS NOT NULL
                        OR s.organization_id IS DISTINCT FROM i.organization_id
                END AS misplaced
            FROM roomkit.identities AS i LEFT JOIN roomkit.identities AS s ON s.id = i.merged_into
            WHERE i.id > ? AND i.id <= ?
            """;

    private static final String LISTED = """
            SELECT i.id, i.organization_id, t.key AS channel_type, v.value AS address
            FROM roomkit.identities AS i
                CROSS JOIN pg_catalog.jsonb_each(CASE
                    WHEN pg_catalog.jsonb_typeof(i.data -> CAST('channel_addresses' AS text)) = 'object'
                        THEN i.data -> CAST('channel_addresses' AS text)
                    ELSE '{}' END) AS t
                CROSS JOIN pg_catalog.jsonb_array_elements_text(
                    CASE WHEN pg_catalog.jsonb_typeof(t.value) = 'array' THEN t.value ELSE '[]' END) AS v
            WHERE i.id > ? AND i.id <= ?
            """;

    private static final String NOT_FOUND = """
            SELECT DISTINCT l.id
            FROM (%s) AS l
            WHERE NOT EXISTS (
                SELECT 1 FROM roomkit.identity_addresses AS a
                WHERE a.identity_id = l.id AND a.channel_type = l.channel_type AND a.address = l.address)
            LIMIT 100
            """.formatted(LISTED);

    private static final String ADDRESSES = """
            SELECT DISTINCT a.identity_id, i.id IS NULL AS orphaned,
                i.id IS NOT NULL AND a.organization_id <> COALESCE(i.organization_id, '') AS elsewhere,
                i.id IS NOT NULL AND l.id IS NULL AS unlisted
            FROM roomkit.identity_addresses AS a
                LEFT JOIN roomkit.identities AS i ON i.id = a.identity_id
                LEFT JOIN (%s) AS l ON l.id = a.identity_id AND l.channel_type = a.channel_type AND l.address = a.address
            WHERE a.identity_id > ? AND a.identity_id <= ?
                AND (i.id IS NULL OR l.id IS NULL OR a.organization_id <> COALESCE(i.organization_id, ''))
            LIMIT 100
            """.formatted(LISTED);

    private final Database database;

    IdentityExamination(Database database) {
        this.database = database;
    }

    /** Examines at most 500 identities in the order of their ids, beginning after the id {@code after}. */
    ExaminationStep examine(String after) {
        List<String> ids = this.database.list(NEXT_IDENTITIES, (row, number) -> row.getString("id"), after);
        boolean isEnd = ids.size() < MOST_IDENTITIES;
        String last = isEnd ? END : ids.get(ids.size() - 1);
        List<Finding> findings = new ArrayList<>();
        this.database.each(RECORDS, row -> examineRecord(row, findings), after, last);
        this.database.each(
                NOT_FOUND,
                row -> findings.add(finding(
                        Fault.ADDRESS_NOT_FOUND, row.getString("id"), "It lists an address that is not found by it")),
                after,
                last);
        this.database.each(
                ADDRESSES,
                row -> {
                    String id = row.getString("identity_id");
                    if (row.getBoolean("orphaned")) {
                        findings.add(finding(
                                Fault.ADDRESS_WITHOUT_IDENTITY, id, "It holds an address, but it does not exist"));
                    }
                    if (row.getBoolean("elsewhere")) {
                        findings.add(finding(
                                Fault.ADDRESS_ORGANIZATION, id, "An address of it is held in another organization"));
                    }
                    if (row.getBoolean("unlisted")) {
                        findings.add(
                                finding(Fault.ADDRESS_NOT_LISTED, id, "It holds an address that it does not list"));
                    }
                },
                after,
                last,
                after,
                last);
        return new ExaminationStep(findings, ids.size(), isEnd ? Optional.empty() : Optional.of(last));
    }

    private void examineRecord(ResultSet row, List<Finding> findings) throws SQLException {
        String id = row.getString("id");
        if (row.getBoolean("different")) {
            findings.add(finding(Fault.IDENTITY_RECORD, id, "Its record differs from its columns"));
        }
        if (row.getBoolean("misplaced")) {
            findings.add(finding(
                    Fault.IDENTITY_MERGE, id, "It is not merged into another unmerged identity of its organization"));
        }
        if (row.getBoolean("malformed")) {
            findings.add(finding(Fault.IDENTITY_RECORD, id, "Its channel_addresses are not lists by channel type"));
        }
        try {
            Identity identity = this.database.json().read(row.getBytes("data"), Identity.class);
            if (!row.getString("name_key").equals(IdentityKeys.name(identity))
                    || !RecordJson.readValues(row.getBytes("search")).equals(IdentityKeys.of(identity))) {
                findings.add(finding(
                        Fault.IDENTITY_SEARCH, id, "Its columns name_key and search do not come from its record"));
            }
        } catch (StoreException ex) {
            findings.add(finding(Fault.IDENTITY_RECORD, id, "Its record cannot be read"));
        }
    }

    private static Finding finding(Fault fault, String identityId, String detail) {
        return Finding.of(fault, "identity " + Shown.id(identityId), detail);
    }
}

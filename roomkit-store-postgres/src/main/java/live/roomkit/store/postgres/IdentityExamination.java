package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.roomkit.internal.Shown;

/** Compares the addresses in the JSON of some identities with the table {@code identity_addresses}. */
final class IdentityExamination {

    private static final int MOST_IDENTITIES = 500;

    /** Text that sorts after every id. */
    private static final String END = "\uDBFF\uDFFF".repeat(200);

    private static final String NEXT_IDENTITIES =
            "SELECT i.id FROM roomkit.identities AS i WHERE i.id > ? ORDER BY i.id LIMIT " + MOST_IDENTITIES;

    private static final String LISTED = """
            SELECT i.id, i.organization_id, t.key AS channel_type, v.value AS address
            FROM roomkit.identities AS i
                CROSS JOIN pg_catalog.jsonb_each(COALESCE(i.data -> CAST('channel_addresses' AS text), '{}')) AS t
                CROSS JOIN pg_catalog.jsonb_array_elements_text(t.value) AS v
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

    /** Examines the next identities after the given id. */
    ExaminationStep examine(String after) {
        List<String> ids = this.database.list(NEXT_IDENTITIES, (row, number) -> row.getString("id"), after);
        boolean isEnd = ids.size() < MOST_IDENTITIES;
        String last = isEnd ? END : ids.get(ids.size() - 1);
        List<Finding> findings = new ArrayList<>();
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

    private static Finding finding(Fault fault, String identityId, String detail) {
        return Finding.of(fault, "identity " + Shown.id(identityId), detail);
    }
}

package live.roomkit.store.postgres;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row as it stands in its table: its columns, and the record in its column {@code data}.
 *
 * @param columns every column but {@code data}, by name
 * @param data the record
 */
record StoredRow(Map<String, JsonNode> columns, JsonNode data) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The rows of a table that a condition selects, ordered as text. */
    static List<StoredRow> list(JdbcTemplate jdbc, String table, String condition, Object... parameters) {
        String sql = "SELECT to_jsonb(t)::text FROM roomkit." + table + " AS t WHERE " + condition + " ORDER BY 1";
        return jdbc.queryForList(sql, String.class, parameters).stream()
                .map(StoredRow::parse)
                .toList();
    }

    /** The only such row. */
    static StoredRow get(JdbcTemplate jdbc, String table, String condition, Object... parameters) {
        List<StoredRow> rows = list(jdbc, table, condition, parameters);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows of " + table + " where " + condition);
        }
        return rows.get(0);
    }

    /** The record with that id, or the binding of that channel. */
    static StoredRow get(JdbcTemplate jdbc, String table, String id) {
        return get(jdbc, table, idColumn(table) + " = ?", id);
    }

    /** Replaces the data of the record with that id by what an SQL expression makes of it. */
    static void setData(JdbcTemplate jdbc, String table, String id, String expression, Object... parameters) {
        Object[] all = Stream.concat(Stream.of(parameters), Stream.of(id)).toArray();
        int rows = jdbc.update(
                "UPDATE roomkit." + table + " SET data = " + expression + " WHERE " + idColumn(table) + " = ?", all);
        if (rows != 1) {
            throw new AssertionError(rows + " rows of " + table + " with the id " + id);
        }
    }

    static String idColumn(String table) {
        return table.equals("bindings") ? "channel_id" : "id";
    }

    private static StoredRow parse(String text) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> column : JSON.readTree(text).properties()) {
            columns.put(column.getKey(), column.getValue());
        }
        JsonNode data = columns.remove("data");
        return new StoredRow(columns, data);
    }

    /** The names of the record's fields. */
    Set<String> fields() {
        return fields(this.data);
    }

    /** The names of an object's fields. */
    static Set<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A column's value in a form that can be compared with a field of the record. */
    @Nullable
    Object column(String name) {
        return comparable(this.columns.get(name));
    }

    /** A field's value, by its path as {@code source/channel_id}. */
    @Nullable
    Object field(String path) {
        return comparable(this.data.at("/" + path));
    }

    private static @Nullable Object comparable(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        return isTime(node) ? OffsetDateTime.parse(node.asString()).toInstant() : node;
    }

    private static boolean isTime(JsonNode node) {
        return node.isString() && node.asString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*");
    }
}

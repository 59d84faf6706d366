package live.roomkit.benchmarks.variant;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.workload.AppendStatement;
import live.roomkit.benchmarks.workload.AppendStatement.Parameter;
import live.roomkit.benchmarks.workload.FreshRooms;
import live.roomkit.benchmarks.workload.Messages;
import live.roomkit.benchmarks.workload.Overheard;
import live.roomkit.event.RoomEvent;

/**
 * Records the SQL statements with which the store appends an event. Can change one part of a recorded statement, so
 * that a benchmark measures the effect of this change. The appended event has a parent event and a correlation id, so
 * that every index of the table {@code events} gets an entry.
 */
final class Statements {

    private static final Pattern PROBE = Pattern.compile("\\s+AND NOT EXISTS \\([^()]*\\)");

    private static final Pattern PARTS = Pattern.compile("WITH room AS \\((.*)\\)\\s+(INSERT INTO.*)", Pattern.DOTALL);

    private Statements() {}

    /** Returns the statement with which the store appends an event outside a transaction of an application. */
    static AppendStatement alone(Server server) throws SQLException {
        RoomEvent event = event(server);
        return AppendStatement.of(
                Overheard.first(server, "INSERT INTO", store -> store.appendEvent(event.roomId(), event)), event);
    }

    /**
     * Appends an event inside a transaction, and returns the first executed statement that contains the given text.
     */
    static AppendStatement inTransaction(Server server, String text) throws SQLException {
        RoomEvent event = event(server);
        Overheard statement = Overheard.first(
                server,
                text,
                store -> store.updateRoom(event.roomId(), room -> {
                    store.appendEvent(event.roomId(), event);
                    return room;
                }));
        return AppendStatement.of(statement, event);
    }

    /**
     * Returns a copy of the statement. The copy does not check whether the room already has an event with the
     * idempotency key of the new event.
     */
    static AppendStatement withoutProbe(AppendStatement append) {
        StringBuilder sql = new StringBuilder();
        List<Parameter> parameters = new ArrayList<>(append.parameters());
        Matcher probe = PROBE.matcher(append.sql());
        int removed = 0;
        while (probe.find()) {
            int first = count(append.sql().substring(0, probe.start())) - removed;
            int number = count(probe.group());
            parameters.subList(first, first + number).clear();
            removed += number;
            probe.appendReplacement(sql, "");
        }
        probe.appendTail(sql);
        return changed(append, new AppendStatement(sql.toString(), parameters));
    }

    /**
     * Returns a copy of the statement. The copy increments the room's counters in the table {@code room_counters}
     * instead of the table {@code rooms}.
     */
    static AppendStatement withNarrowCounters(AppendStatement append, String schema) {
        String quoted = '"' + schema + '"';
        String moved =
                replaced(append.sql(), "UPDATE " + quoted + ".rooms AS r", "UPDATE " + quoted + ".room_counters AS r");
        String sql = replaced(
                moved,
                "r.status NOT IN ('closed', 'archived')",
                "EXISTS (SELECT 1 FROM " + quoted
                        + ".rooms AS s WHERE s.id = r.id AND s.status NOT IN ('closed', 'archived'))");
        return changed(append, new AppendStatement(sql, append.parameters()));
    }

    /**
     * Creates a PL/pgSQL function that increments the room's counters and inserts the event, as the given statement
     * does. Returns a statement that calls the function.
     */
    static AppendStatement asFunction(AppendStatement append, Server server) throws SQLException {
        Matcher parts = PARTS.matcher(numbered(append.sql()));
        if (!parts.find()) {
            throw new IllegalStateException(
                    "The append is no longer an update and an insert: adapt the function to it");
        }
        String insert = parts.group(2)
                .replace("room.index", "appended")
                .replaceAll("\\s+FROM room\\b", "")
                .replaceAll("\\s+RETURNING e\\.index", "");
        server.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(append.sql());
                    Statement creation = connection.createStatement()) {
                List<String> types = new ArrayList<>();
                for (int i = 1; i <= append.parameters().size(); i++) {
                    String type = statement.getParameterMetaData().getParameterTypeName(i);
                    types.add(type.startsWith("json") ? "text" : type);
                }
                return creation.execute("CREATE OR REPLACE FUNCTION " + server.schema() + ".append_event("
                        + String.join(", ", types) + ") RETURNS bigint LANGUAGE plpgsql AS $body$\n"
                        + "DECLARE appended bigint;\nBEGIN\n" + parts.group(1) + " INTO appended;\n"
                        + "IF NOT FOUND THEN RETURN NULL; END IF;\n" + insert + ";\nRETURN appended;\nEND $body$");
            }
        });
        String call = "SELECT f.index FROM " + server.schema() + ".append_event("
                + String.join(
                        ", ", append.parameters().stream().map(parameter -> "?").toList())
                + ") AS f (index) WHERE f.index IS NOT NULL";
        return new AppendStatement(call, append.parameters());
    }

    private static RoomEvent event(Server server) throws SQLException {
        String room = FreshRooms.create(server, 1).ids().get(0);
        return Messages.message(room, "overheard-key").toBuilder()
                .parentEventId("parent")
                .correlationId("correlation")
                .build();
    }

    private static String numbered(String sql) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (char character : sql.toCharArray()) {
            if (character == '?') {
                numbered.append('$').append(++number);
            } else {
                numbered.append(character);
            }
        }
        return numbered.toString();
    }

    private static int count(String sql) {
        return (int) sql.chars().filter(character -> character == '?').count();
    }

    private static String replaced(String sql, String text, String replacement) {
        if (!sql.contains(text)) {
            throw new IllegalStateException("The append no longer contains " + text + ": adapt the variant to it");
        }
        return sql.replace(text, replacement);
    }

    private static AppendStatement changed(AppendStatement before, AppendStatement after) {
        if (before.sql().equals(after.sql())
                || count(after.sql()) != after.parameters().size()) {
            throw new IllegalStateException("The append cannot be rewritten any more: adapt the variant to it");
        }
        return after;
    }
}

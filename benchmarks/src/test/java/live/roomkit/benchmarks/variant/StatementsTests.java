package live.roomkit.benchmarks.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import live.roomkit.benchmarks.workload.AppendStatement;
import live.roomkit.benchmarks.workload.AppendStatement.Parameter;
import live.roomkit.benchmarks.workload.AppendStatement.Role;
import org.junit.jupiter.api.Test;

class StatementsTests {

    private static final Parameter ROOM = new Parameter(Role.ROOM, null);

    private static final Parameter KEY = new Parameter(Role.KEY, null);

    private static final Parameter EVENT = new Parameter(Role.EVENT, null);

    @Test
    void whatIsProbedGoesWithItsParameters() {
        AppendStatement append = new AppendStatement("""
                UPDATE rooms WHERE id = ?
                    AND NOT EXISTS (SELECT 1 FROM events WHERE room_id = ? AND key = ?)
                    AND NOT EXISTS (SELECT 1 FROM events WHERE room_id = ? AND id = ?)
                RETURNING ?""", List.of(ROOM, ROOM, KEY, ROOM, EVENT, EVENT));

        AppendStatement changed = Statements.withoutProbe(append);

        assertThat(changed.sql()).isEqualTo("UPDATE rooms WHERE id = ?\nRETURNING ?");
        assertThat(changed.parameters()).containsExactly(ROOM, EVENT);
    }

    @Test
    void aStatementThatCannotBeRewrittenIsRefused() {
        AppendStatement append = new AppendStatement("INSERT INTO events VALUES (?)", List.of(ROOM));

        assertThatIllegalStateException().isThrownBy(() -> Statements.withoutProbe(append));
        assertThatIllegalStateException().isThrownBy(() -> Statements.withNarrowCounters(append, "roomkit"));
    }
}

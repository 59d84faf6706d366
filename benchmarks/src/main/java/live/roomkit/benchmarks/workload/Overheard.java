package live.roomkit.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.store.ConversationStore;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Contains an SQL statement that a store executed. A proxy of the store's DataSource recorded this statement.
 * Benchmarks execute the recorded statement, so that they always execute the same SQL as the store.
 *
 * @param parameters the values that the store bound to the parameters of the statement, in order
 */
public record Overheard(String sql, List<@Nullable Object> parameters) {

    /**
     * Calls {@code work} with a store. Returns the first SQL statement that the store executes and that contains
     * {@code text}.
     */
    public static Overheard first(Server server, String text, Consumer<ConversationStore> work) {
        List<QueryInfo> heard = new ArrayList<>();
        try (HikariDataSource pool = server.openPool(1)) {
            DataSource listening = ProxyDataSourceBuilder.create(pool)
                    .afterQuery((execution, queries) -> heard.addAll(queries))
                    .build();
            try (ConversationStore store = server.openStore(listening)) {
                heard.clear();
                work.accept(store);
            }
        }
        QueryInfo statement = heard.stream()
                .filter(query -> query.getQuery().contains(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The store executed no statement that contains " + text));
        return new Overheard(
                statement.getQuery(),
                statement.getParametersList().get(0).stream()
                        .<@Nullable Object>map(Overheard::value)
                        .collect(Collectors.toCollection(ArrayList::new)));
    }

    /** Sets the parameters of {@code statement} to the recorded values. */
    public void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < this.parameters.size(); i++) {
            bind(statement, i + 1, this.parameters.get(i));
        }
    }

    /** Binds a parameter in the same way as the store. */
    static void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.NULL);
        } else if (value instanceof String text) {
            statement.setObject(position, text, Types.OTHER);
        } else {
            statement.setObject(position, value);
        }
    }

    private static @Nullable Object value(ParameterSetOperation operation) {
        return operation.getMethod().getName().equals("setNull")
                ? null
                : operation.getArgs()[1];
    }
}

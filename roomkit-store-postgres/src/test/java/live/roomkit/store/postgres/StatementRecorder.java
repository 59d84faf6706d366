package live.roomkit.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Passes all calls of a DataSource on and records the executed statements with their parameters, other round trips, and
 * changes of the connection.
 */
final class StatementRecorder extends DelegatingDataSource {

    private static final Set<String> NOTED = Set.of(
            "commit",
            "rollback",
            "setAutoCommit",
            "setSavepoint",
            "releaseSavepoint",
            "setReadOnly",
            "setTransactionIsolation");

    private final Listener listener;

    private final List<Execution> executions = new ArrayList<>();

    private final List<String> otherCalls = new ArrayList<>();

    StatementRecorder(DataSource target) {
        this(target, (connection, execution) -> {});
    }

    /** One whose listener sees each statement before it is executed. */
    StatementRecorder(DataSource target, Listener listener) {
        super(target);
        this.listener = listener;
    }

    /** The statements executed so far, in their order. */
    List<Execution> executions() {
        return List.copyOf(this.executions);
    }

    /** What else was called that is a round trip or changes the connection. */
    List<String> otherCalls() {
        return List.copyOf(this.otherCalls);
    }

    void clear() {
        this.executions.clear();
        this.otherCalls.clear();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> onConnection(connection, method, arguments));
    }

    private @Nullable Object onConnection(Connection connection, Method method, Object[] arguments) throws Throwable {
        if (NOTED.contains(method.getName())) {
            this.otherCalls.add(method.getName());
        }
        Object result = invoke(connection, method, arguments);
        if (result instanceof PreparedStatement statement) {
            return recorded(connection, statement, (String) arguments[0]);
        }
        return result;
    }

    private PreparedStatement recorded(Connection connection, PreparedStatement statement, String sql) {
        SortedMap<Integer, @Nullable Object> parameters = new TreeMap<>();
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setNull")) {
                parameters.put((Integer) arguments[0], null);
            } else if (method.getName().startsWith("set") && arguments.length > 1) {
                parameters.put((Integer) arguments[0], arguments[1]);
            } else if (method.getName().startsWith("execute")) {
                note(connection, statement, sql, parameters);
            }
            return invoke(statement, method, arguments);
        });
    }

    private void note(
            Connection connection,
            PreparedStatement statement,
            String sql,
            SortedMap<Integer, @Nullable Object> parameters)
            throws SQLException {
        Execution execution = new Execution(
                sql,
                new ArrayList<>(parameters.values()),
                statement.unwrap(PGStatement.class).getPrepareThreshold() > 0,
                connection.getAutoCommit());
        this.executions.add(execution);
        this.listener.beforeExecution(connection, execution);
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(StatementRecorder.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /**
     * One execution of a statement.
     *
     * @param preparable whether the driver may come to prepare the statement on the server
     * @param autoCommit whether the statement commits by itself
     */
    record Execution(String sql, List<@Nullable Object> parameters, boolean preparable, boolean autoCommit) {}

    /** Sees statements before they are executed, with the connection behind the recorder. */
    interface Listener {

        void beforeExecution(Connection connection, Execution execution) throws SQLException;
    }
}

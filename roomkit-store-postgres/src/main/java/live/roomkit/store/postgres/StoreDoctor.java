package live.roomkit.store.postgres;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import live.roomkit.internal.Checks;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.json.RecordJson;
import live.roomkit.store.postgres.internal.ConnectionUrl;
import org.jspecify.annotations.Nullable;

/**
 * Examines the database of a store for faults, such as wrong counters, harmful settings, indexes that are missing,
 * invalid or unknown to the store, and outdated copies of a room's columns in other tables. The doctor changes nothing.
 * For each fault, the doctor names the action that repairs the fault.
 *
 * <p>The store can be in use during an examination. The examination runs in steps, each of which examines some rooms or
 * identities. Each statement of a step reads one snapshot, so a write in progress is not reported as a fault. After
 * each step the doctor pauses, to limit the load on the database. An examination ends early when it reaches its time
 * limit, has found 1 000 faults, or its thread is interrupted. Another examination can continue at the place where the
 * first one ended.
 *
 * <p>The doctor reports each fault as a {@link Finding}. A finding may contain ids, numbers and names of database
 * objects, but contains neither addresses of people, such as phone numbers, nor text of conversations.
 *
 * <p>The class can also be run as a program. The program uses the URL in the environment variable
 * {@code ROOMKIT_STORE_URL} or, if that is not set, {@code DATABASE_URL}. Instances are immutable and safe for use by
 * many threads.
 */
public final class StoreDoctor {

    private static final int MOST_FINDINGS = 1_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final String IDENTITIES = "identity:";

    private static final String ROOMS = "room:";

    private final double load;

    private final Duration within;

    private final StoreConnections connections;

    private final SchemaExamination schema;

    private final ServerExamination server;

    private final IdentityExamination identities;

    private final RoomExamination rooms;

    private StoreDoctor(DataSource dataSource, Builder builder) {
        StoreJdbcTemplate jdbc = new StoreJdbcTemplate(dataSource, builder.statementTimeout);
        SchemaName name = new SchemaName(builder.schema);
        boolean recording = false;
        boolean maybeDistributed = true;
        Database database = new Database(
                jdbc,
                name,
                new RecordJson(Integer.MAX_VALUE),
                Integer.MAX_VALUE,
                Clock.systemUTC(),
                recording,
                maybeDistributed);
        this.load = builder.load;
        this.within = builder.within;
        this.connections = new StoreConnections(
                dataSource, new Retries(builder.statementTimeout), false, builder.statementTimeout, true);
        this.schema = new SchemaExamination(database, dataSource, name);
        this.server = new ServerExamination(database, name, builder.longTransaction);
        this.identities = new IdentityExamination(database);
        this.rooms = new RoomExamination(database);
    }

    /** Returns a builder that configures a doctor. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Examines the store from the beginning, until everything is examined, the time limit of {@link Builder#within} is
     * reached, 1 000 faults are found, or the thread is interrupted.
     *
     * @throws StoreException when the database cannot be used
     */
    public Examination examine() {
        return examine(null);
    }

    /**
     * Continues an examination that ended early.
     *
     * @param resumeAfter the value of {@link Examination#resumeAfter}, or {@code null} for the beginning
     * @throws IllegalArgumentException when {@code resumeAfter} does not have the form of a value of
     *     {@link Examination#resumeAfter}
     * @throws StoreException when the database cannot be used
     */
    public Examination examine(@Nullable String resumeAfter) {
        Checks.check(
                resumeAfter == null || resumeAfter.startsWith(IDENTITIES) || resumeAfter.startsWith(ROOMS),
                "resumeAfter must be what an earlier examination returned");
        List<Finding> findings = new ArrayList<>();
        long start = System.nanoTime();
        String place = resumeAfter;
        if (place == null) {
            findings.addAll(this.connections.read(this.schema::examine));
            if (SchemaExamination.isUnreadable(findings)) {
                return new Examination(findings, 0, 0, null);
            }
            findings.addAll(this.schema.examineMigrations());
            findings.addAll(this.connections.read(this.server::examine));
            place = IDENTITIES;
        }
        Progress progress = new Progress(start, findings);
        while (place != null && findings.size() < MOST_FINDINGS && pause(progress)) {
            place = step(place, progress);
        }
        return new Examination(findings, progress.rooms, progress.identities, place);
    }

    /**
     * Pauses between two steps, at most until the time limit. Returns {@code false} when no further step may begin,
     * because the limit is reached or the thread is interrupted.
     */
    private boolean pause(Progress progress) {
        LockSupport.parkNanos(Math.min(progress.pause, remaining(progress)));
        return remaining(progress) > 0 && !Thread.currentThread().isInterrupted();
    }

    private long remaining(Progress progress) {
        return this.within.toNanos() - (System.nanoTime() - progress.start);
    }

    private @Nullable String step(String place, Progress progress) {
        long start = System.nanoTime();
        ExaminationStep step;
        String next;
        if (place.startsWith(IDENTITIES)) {
            step = this.connections.read(() -> this.identities.examine(place.substring(IDENTITIES.length())));
            progress.identities += step.examined();
            next = step.last().map(IDENTITIES::concat).orElse(ROOMS);
        } else {
            step = examineRooms(place.substring(ROOMS.length()));
            progress.rooms += step.examined();
            next = step.last().map(ROOMS::concat).orElse(null);
        }
        progress.findings.addAll(step.findings());
        progress.pause = (long) ((System.nanoTime() - start) * (1 / this.load - 1));
        return next;
    }

    private ExaminationStep examineRooms(String after) {
        try {
            return this.connections.read(() -> this.rooms.examine(after));
        } catch (StoreTimeoutException ex) {
            return this.connections.read(() -> this.rooms.passOver(after)).orElseThrow(() -> ex);
        }
    }

    /**
     * Examines a store and prints its faults. The exit status is 0 without faults, 1 with faults, and 2 when the
     * database cannot be examined.
     *
     * @param arguments the name of the schema; {@code roomkit} by default
     */
    public static void main(String... arguments) {
        System.exit(run(System.getenv(), System.out, arguments));
    }

    static int run(Map<String, String> environment, PrintStream output, String... arguments) {
        try {
            Builder builder = builder().environment(environment);
            if (arguments.length > 0) {
                builder.schema(arguments[0]);
            }
            return print(builder.build(), output);
        } catch (StoreException | IllegalArgumentException | IllegalStateException ex) {
            output.println(ex.getMessage());
            return 2;
        }
    }

    private static int print(StoreDoctor doctor, PrintStream output) {
        long findings = 0;
        long rooms = 0;
        String place = null;
        do {
            Examination part = doctor.examine(place);
            part.findings().forEach(output::println);
            findings += part.findings().size();
            rooms += part.rooms();
            place = part.resumeAfter();
        } while (place != null);
        output.println(findings + " faults, " + rooms + " rooms examined");
        return (findings == 0) ? 0 : 1;
    }

    private static final class Progress {

        private final long start;

        private final List<Finding> findings;

        private long pause;

        private long rooms;

        private long identities;

        private Progress(long start, List<Finding> findings) {
            this.start = start;
            this.findings = findings;
        }
    }

    /** Configures a doctor. Set either a URL or a DataSource. A builder must be used by one thread at a time. */
    public static final class Builder {

        private @Nullable DataSource dataSource;

        private String schema = SchemaName.DEFAULT;

        private double load = 0.25;

        private Duration within = Duration.ofDays(365);

        private Duration statementTimeout = Duration.ofMinutes(1);

        private Duration longTransaction = Duration.ofMinutes(10);

        private Builder() {}

        /** Sets the URL of the database, see {@link PostgresStoreBuilder#url}. */
        public Builder url(String url) {
            return dataSource(ConnectionUrl.parse(url, null, null).dataSource(CONNECT_TIMEOUT));
        }

        /**
         * Sets the URL to the value of the variable {@code ROOMKIT_STORE_URL} or, if that is not set, of
         * {@code DATABASE_URL}.
         */
        public Builder environment(Map<String, String> environment) {
            return url(ConnectionUrl.of(environment));
        }

        /** Sets a DataSource. The user of the DataSource must have the right to read the tables. */
        public Builder dataSource(DataSource dataSource) {
            this.dataSource = Checks.notNull("dataSource", dataSource);
            return this;
        }

        /** Sets the schema that contains the tables. The default is {@code roomkit}. */
        public Builder schema(String schema) {
            this.schema = new SchemaName(schema).toString();
            return this;
        }

        /**
         * Sets the fraction of an examination's time that the doctor spends on running statements. The doctor pauses
         * for the rest of the time. The fraction is greater than 0 and at most 1. The default is 0.25.
         */
        public Builder load(double load) {
            Checks.check(load > 0 && load <= 1, "load must be above 0 and at most 1");
            this.load = load;
            return this;
        }

        /**
         * Sets a time limit for an examination. An examination runs in steps, and ends after the step in which the
         * limit is reached. The default is 365 days.
         */
        public Builder within(Duration within) {
            this.within = Checks.notNull("within", within);
            return this;
        }

        /**
         * Sets the timeout for each statement of the doctor. The timeout is at least one second. Fractions of a second
         * are ignored. The default is one minute. For a room with tens of millions of events, the statements need more
         * than one minute. The doctor reports a room whose statements time out, and goes on with the next room.
         */
        public Builder statementTimeout(Duration statementTimeout) {
            Checks.notNull("statementTimeout", statementTimeout);
            Checks.check(statementTimeout.toSeconds() >= 1, "statementTimeout must be at least one second");
            this.statementTimeout = statementTimeout;
            return this;
        }

        /**
         * Sets the age from which an open or prepared transaction in the database is reported as a fault. The default
         * is ten minutes.
         */
        public Builder longTransaction(Duration longTransaction) {
            this.longTransaction = Checks.notNull("longTransaction", longTransaction);
            return this;
        }

        /**
         * Creates the doctor. Does not connect to the database yet.
         *
         * @throws IllegalStateException when neither a URL nor a DataSource is set
         */
        public StoreDoctor build() {
            if (this.dataSource == null) {
                throw new IllegalStateException("Either url or dataSource must be given");
            }
            return new StoreDoctor(this.dataSource, this);
        }
    }
}

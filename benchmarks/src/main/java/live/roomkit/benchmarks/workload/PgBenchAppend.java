package live.roomkit.benchmarks.workload;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.Side;
import live.roomkit.benchmarks.measure.UsageException;

/**
 * Runs {@code pgbench}, PostgreSQL's benchmark client, with the SQL statement by which the store appends.
 * {@code pgbench} opens as many connections as one connection pool has in the other measurements of appends. The result
 * is the throughput of the server without the costs of a Java client. Event ids and idempotency keys are ascending
 * numbers.
 */
final class PgBenchAppend implements Side {

    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+)");

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final Bench bench;

    private final Path program;

    private final AppendStatement append;

    PgBenchAppend(Bench bench) throws Exception {
        this.bench = bench;
        this.program = find().orElseThrow(() ->
                new UsageException("There is no program pgbench on the path: install it or leave out this side"));
        this.append = AppendStatement.overhear(bench.server());
    }

    @Override
    public Measurement measure(double seconds) throws Exception {
        Server server = this.bench.server();
        FreshRooms rooms = FreshRooms.create(server, this.bench.sizes().rooms());
        Path script = Files.createTempFile("append", ".sql");
        try {
            List<String> command = new ArrayList<>(List.of(this.program.toString(), "-n", "-M", "prepared"));
            command.addAll(List.of("-c", "" + this.bench.sizes().pool(), "-j", "2"));
            command.addAll(List.of("-T", "" + (int) Math.max(1, Math.round(seconds)), "-f", script.toString()));
            Files.writeString(script, script(rooms, command));
            long walBefore = server.walBytes();
            String output = run(command);
            Map<String, Double> costs = Map.of("wal_bytes", (double) server.walBytes() - walBefore);
            long operations = Long.parseLong(figure(PROCESSED, output));
            double rate = Double.parseDouble(figure(RATE, output));
            return new Measurement(operations, operations / rate, null, costs, Map.of(), rooms.hold(operations));
        } finally {
            Files.delete(script);
        }
    }

    @Override
    public void close() {}

    /**
     * Returns the script for {@code pgbench}. In the script, variables replace the constant values of the SQL
     * statement. Adds to {@code command} the options that set these variables.
     */
    private String script(FreshRooms rooms, List<String> command) {
        StringBuilder sql = new StringBuilder();
        int position = 0;
        for (String part : this.append.sql().split("\\?", -1)) {
            sql.append(part);
            if (position < this.append.parameters().size()) {
                sql.append(variable(this.append.parameters().get(position), position, command));
            }
            position++;
        }
        long first = rooms.first();
        long last = first + rooms.ids().size() - 1;
        command.addAll(List.of("-D", "call=0"));
        return "\\set call :call + 1\n\\set room random(" + first + ", " + last + ")\n"
                + "\\set event 1000000000000000000 + :call * 1000 + :client_id\n\\set nothing NULL\n"
                + sql.toString().strip() + ";\n";
    }

    private static String variable(AppendStatement.Parameter parameter, int position, List<String> command) {
        return switch (parameter.role()) {
            case ROOM -> ":room";
            case EVENT, KEY -> ":event";
            case TIME, CONSTANT -> {
                Object value = parameter.value();
                if (value == null) {
                    yield ":nothing";
                }
                String text =
                        (value instanceof byte[] bytes) ? "\\x" + HexFormat.of().formatHex(bytes) : "" + value;
                command.addAll(List.of("-D", "p" + position + "=" + text));
                yield ":p" + position;
            }
        };
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Server.Address address = this.bench.server().address();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGHOST", address.host());
        builder.environment().put("PGPORT", address.port());
        builder.environment().put("PGDATABASE", address.database());
        builder.environment().put("PGUSER", address.username());
        builder.environment().put("PGPASSWORD", address.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed: " + output);
        }
        return output;
    }

    private static String figure(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench did not print its number of transactions or its rate: " + output);
        }
        return matcher.group(1);
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of("pgbench", "pgbench.exe").map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

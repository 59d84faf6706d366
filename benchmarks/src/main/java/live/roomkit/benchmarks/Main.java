package live.roomkit.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import live.roomkit.benchmarks.measure.Bench;
import live.roomkit.benchmarks.measure.JsonReport;
import live.roomkit.benchmarks.measure.Report;
import live.roomkit.benchmarks.measure.Server;
import live.roomkit.benchmarks.measure.TableReport;
import live.roomkit.benchmarks.measure.UsageException;
import live.roomkit.benchmarks.measure.Workload;

/**
 * Runs one benchmark, or JMH when the first argument is {@code jmh}. The exit code of a benchmark is 0 on success. The
 * exit code is 1 when a result did not pass its check, for example because an acknowledged write is missing in the
 * database. The exit code is 2 when the command line is wrong, or when it selects an implementation that cannot run on
 * this machine.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Stream.of(arguments).skip(1).toArray(String[]::new));
        } else {
            System.exit(run(arguments, System.out, System.err));
        }
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) throws Exception {
        try {
            Options options = Options.parse(arguments, Workloads.ALL);
            if (options.isHelp()) {
                out.print(Options.help(Workloads.ALL));
                return 0;
            }
            Report report = options.isJson() ? new JsonReport(out) : new TableReport(out, err);
            return run(options, report);
        } catch (UsageException ex) {
            err.println(ex.getMessage());
            return 2;
        }
    }

    private static int run(Options options, Report report) throws Exception {
        Workload workload = options.workload();
        VerifiedReport results = new VerifiedReport(report);
        try (Server server = (options.url() != null)
                ? Server.at(options.url(), options.roundTrip())
                : Server.embedded(options.roundTrip())) {
            workload.run(new Bench(
                    options.sizes(),
                    List.copyOf(options.against()),
                    options.callersSeries(),
                    options.svg(),
                    server,
                    results));
        }
        return results.isVerified() ? 0 : 1;
    }
}

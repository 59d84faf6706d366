package live.roomkit.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.UsageException;
import live.roomkit.benchmarks.measure.Workload;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Options of the command line. The default sizes, such as the number of rooms, depend on the workload. */
@Command(
        name = "java -jar benchmarks.jar",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Measures two or more ways to do the same thing in turn, and prints the ratio.")
final class Options {

    @Parameters(
            arity = "0..1",
            paramLabel = "WORKLOAD",
            description = "Workload to measure; jmh [ARGS] runs JMH instead.")
    private @Nullable String workload;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "jdbc:postgresql://host/database?user=…&password=…; works there in a schema of its own")
    private @Nullable String url;

    @Option(names = "--embedded", description = "start a server, with durable commits; the default without --url")
    private boolean embedded;

    @Option(
            names = "--round-trip",
            paramLabel = "MS",
            description = "milliseconds that the network adds to each round trip to the server, such as 0.5")
    private double roundTrip;

    @Option(names = "--rooms", paramLabel = "N", description = "number of rooms in a slice")
    private @Nullable Integer rooms;

    @Option(names = "--clients", paramLabel = "C", description = "number of concurrent callers")
    private @Nullable Integer clients;

    @Option(names = "--pool", paramLabel = "P", description = "number of connections of each side")
    private @Nullable Integer pool;

    @Option(names = "--seconds", paramLabel = "S", description = "length of a slice in seconds")
    private @Nullable Double seconds;

    @Option(names = "--pairs", paramLabel = "K", description = "number of turns of each side")
    private @Nullable Integer pairs;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "number of events that exist before, for workloads that need them")
    private @Nullable Long events;

    @Option(
            names = "--against",
            split = ",",
            paramLabel = "SIDE",
            description = "side or sides to compare the first side with, separated by commas")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--callers-series",
            split = ",",
            paramLabel = "C",
            description = "repeat with these numbers of callers, such as 1,4,16")
    private List<Integer> callersSeries = new ArrayList<>();

    @Option(names = "--svg", paramLabel = "FILE", description = "write a plot of the series")
    private @Nullable Path svg;

    @Option(names = "--json", description = "print one line of JSON for each side and ratio")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this help")
    private boolean help;

    private List<Workload> known = List.of();

    private Options() {}

    static Options parse(String[] arguments, List<Workload> known) {
        Options options = new Options();
        options.known = known;
        try {
            new CommandLine(options).parseArgs(arguments);
        } catch (ParameterException ex) {
            throw new UsageException(firstLine(ex) + "; options are " + optionNames() + ", see --help");
        }
        if (!options.help) {
            options.check();
        }
        return options;
    }

    static String help(List<Workload> known) {
        CommandLine commandLine = new CommandLine(new Options());
        StringBuilder help = new StringBuilder(commandLine.getUsageMessage()).append("\nWorkloads:\n");
        for (Workload workload : known) {
            Sizes sizes = workload.sizes();
            help.append(String.format(
                    "  %-12s %s%n               sides: %s; %d rooms, %d callers, pool of %d%n",
                    workload.name(),
                    workload.summary(),
                    String.join(", ", workload.sides()),
                    sizes.rooms(),
                    sizes.clients(),
                    sizes.pool()));
        }
        return help.toString();
    }

    Workload workload() {
        return this.known.stream()
                .filter(candidate -> candidate.name().equals(this.workload))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        ((this.workload != null) ? "Unknown workload '" + this.workload + "'" : "No workload")
                                + "; workloads are "
                                + this.known.stream().map(Workload::name).collect(Collectors.joining(", "))
                                + " and jmh, see --help"));
    }

    Sizes sizes() {
        Sizes sizes = workload().sizes();
        return new Sizes(
                or(this.rooms, sizes.rooms()),
                or(this.clients, sizes.clients()),
                or(this.pool, sizes.pool()),
                or(this.seconds, sizes.seconds()),
                or(this.pairs, sizes.pairs()),
                or(this.events, sizes.events()));
    }

    @Nullable
    String url() {
        return this.url;
    }

    Duration roundTrip() {
        return Duration.ofNanos(Math.round(this.roundTrip * 1_000_000));
    }

    List<String> against() {
        return this.against;
    }

    List<Integer> callersSeries() {
        return this.callersSeries;
    }

    @Nullable
    Path svg() {
        return this.svg;
    }

    boolean isJson() {
        return this.json;
    }

    boolean isHelp() {
        return this.help;
    }

    private void check() {
        Sizes sizes = sizes();
        if (sizes.rooms() < 1
                || sizes.clients() < 1
                || sizes.pool() < 1
                || sizes.pairs() < 1
                || sizes.events() < 0
                || !(sizes.seconds() > 0)
                || !(this.roundTrip >= 0)
                || this.callersSeries.stream().anyMatch(callers -> callers < 1)) {
            throw new UsageException("Every number must be positive; see --help");
        }
        if (this.url != null && this.embedded) {
            throw new UsageException("Give either --url or --embedded, not both; see --help");
        }
        List<String> others = workload().sides().subList(1, workload().sides().size());
        for (String side : this.against) {
            if (!others.contains(side)) {
                throw new UsageException("Unknown side '" + side + "'; " + this.workload + " can be compared with "
                        + (others.isEmpty() ? "nothing" : String.join(", ", others)));
            }
        }
    }

    private static <T> T or(@Nullable T given, T chosen) {
        return (given != null) ? given : chosen;
    }

    private static String firstLine(ParameterException ex) {
        return String.valueOf(ex.getMessage()).lines().findFirst().orElse("The command line cannot be understood");
    }

    private static String optionNames() {
        return new CommandLine(new Options())
                .getCommandSpec().options().stream()
                        .map(CommandLine.Model.OptionSpec::longestName)
                        .collect(Collectors.joining(", "));
    }
}

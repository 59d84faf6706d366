package live.roomkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import live.roomkit.benchmarks.measure.Sizes;
import live.roomkit.benchmarks.measure.UsageException;
import live.roomkit.benchmarks.measure.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTests {

    @Test
    void whatIsLeftOpenIsTheWorkloadsToChoose() {
        Options options = parse("append");

        assertThat(options.sizes()).isEqualTo(options.workload().sizes());
        assertThat(options.against()).isEmpty();
        assertThat(options.url()).isNull();
        assertThat(options.roundTrip()).isZero();
        assertThat(options.svg()).isNull();
        assertThat(options.isJson()).isFalse();
    }

    @Test
    void everyOptionIsUnderstood() {
        Options options = parse(
                "append --url jdbc:postgresql://h/d --rooms 1 --clients 2 --pool 3 --seconds 0.5 --pairs 4 --events 5"
                        + " --round-trip 0.5 --against floor,reference --callers-series 1,2 --svg plot.svg --json");

        assertThat(options.sizes()).isEqualTo(new Sizes(1, 2, 3, 0.5, 4, 5));
        assertThat(options.roundTrip()).isEqualTo(Duration.ofNanos(500_000));
        assertThat(options.url()).isEqualTo("jdbc:postgresql://h/d");
        assertThat(options.against()).containsExactly("floor", "reference");
        assertThat(options.callersSeries()).containsExactly(1, 2);
        assertThat(options.svg()).isEqualTo(Path.of("plot.svg"));
        assertThat(options.isJson()).isTrue();
    }

    @Test
    void anUnknownWorkloadIsAnsweredByThoseThereAre() {
        assertThatThrownBy(() -> parse("apend"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'apend'")
                .hasMessageContainingAll(names())
                .message()
                .hasLineCount(1);
    }

    @Test
    void anUnknownOptionIsAnsweredByThoseThereAre() {
        assertThatThrownBy(() -> parse("append --room 5"))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("--room'", "--rooms", "--clients", "--json")
                .message()
                .hasLineCount(1);
    }

    @Test
    void anUnknownSideIsAnsweredByThoseThereAre() {
        assertThatThrownBy(() -> parse("append --against oracle"))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("'oracle'", "floor", "reference", "pgbench")
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "append --rooms 0",
                "append --clients -1",
                "append --pool 0",
                "append --seconds 0",
                "append --seconds NaN",
                "append --pairs 0",
                "append --pairs many",
                "append --callers-series 1,0",
                "append page",
                "append --url jdbc:postgresql://h/d --embedded",
                ""
            })
    void whatMakesNoSenseIsRefused(String commandLine) {
        assertThatThrownBy(() -> parse(commandLine)).isInstanceOf(UsageException.class);
    }

    @Test
    void aWrongUseEndsWithTwoAndOneLine() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode =
                Main.run(new String[] {"nothing"}, System.out, new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @Test
    void theHelpNamesEveryWorkloadAndSide() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exitCode =
                Main.run(new String[] {"--help"}, new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(names()).contains("reference", "--against", "jmh");
    }

    private static String[] names() {
        return Workloads.ALL.stream().map(Workload::name).toArray(String[]::new);
    }

    private static Options parse(String commandLine) {
        List<String> arguments = commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" "));
        return Options.parse(arguments.toArray(String[]::new), Workloads.ALL);
    }
}

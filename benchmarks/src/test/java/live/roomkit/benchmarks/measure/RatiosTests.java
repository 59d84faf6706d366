package live.roomkit.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RatiosTests {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Ratios.of(List.of(3.0, 1.0, 9.0))).isEqualTo(new Ratios(3, 1, 9, 3));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Ratios.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Ratios(3, 1, 9, 4));
    }

    @Test
    void percentilesAreOfAllCallsOfAllSlices() {
        Measurement both = slice(1, 50).plus(slice(51, 100));

        assertThat(both.milliseconds(50)).isCloseTo(50, within(0.1));
        assertThat(both.milliseconds(99)).isCloseTo(99, within(0.1));
    }

    @Test
    void aSumHoldsWhatBothDidAndCost() {
        Measurement both = new Measurement(10, 2, null, Map.of("bytes", 5.0), Map.of("peak", 7.0), true)
                .plus(new Measurement(30, 2, null, Map.of("bytes", 6.0), Map.of("peak", 3.0), false));

        assertThat(both.operationsPerSecond()).isEqualTo(10);
        assertThat(both.costs()).containsEntry("bytes", 11.0);
        assertThat(both.figures()).containsEntry("peak", 7.0);
        assertThat(both.verified()).isFalse();
        assertThat(both.milliseconds(50)).isNaN();
    }

    @Test
    void ratiosAreOfRatesOrOfTimes() {
        Measurement fast = slice(1, 1);
        Measurement slow = slice(4, 4);

        assertThat(Comparison.TIME.ratio(slow, fast)).isCloseTo(4, within(0.01));
        assertThat(Comparison.THROUGHPUT.ratio(fast, fast.plus(new Measurement(0, 1, null, Map.of(), Map.of(), true))))
                .isCloseTo(2, within(0.01));
    }

    /** Returns a slice of one second with one call for each millisecond value of the range. */
    private static Measurement slice(long from, long to) {
        Histogram times = new Histogram(3);
        LongStream.rangeClosed(from, to).forEach(milliseconds -> times.recordValue(milliseconds * 1_000_000));
        return new Measurement(to - from + 1, 1, times, Map.of(), Map.of(), true);
    }
}

package live.roomkit.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests that the steps of a sweep adapt to the time that they take. */
class PaceTests {

    private final Pace pace = new Pace(10, 100);

    @Test
    void quickStepsGrowUpToTheLargest() {
        assertThat(this.pace.adapt(0)).isEqualTo(20);
        for (int i = 0; i < 10; i++) {
            this.pace.adapt(0);
        }

        assertThat(this.pace.adapt(0)).isEqualTo(100);
    }

    @Test
    void longStepsShrinkDownToTheSmallest() {
        this.pace.adapt(0);
        assertThat(this.pace.adapt(0)).isEqualTo(40);

        assertThat(this.pace.adapt(Pace.LONG.toNanos() + 1)).isEqualTo(20);
        assertThat(this.pace.adapt(Long.MAX_VALUE)).isEqualTo(10);
        assertThat(this.pace.adapt(Long.MAX_VALUE)).isEqualTo(10);
    }

    @Test
    void stepsOfTheRightLengthKeepTheirSize() {
        assertThat(this.pace.adapt(Pace.LONG.toNanos())).isEqualTo(10);
        assertThat(this.pace.adapt(Pace.LONG.toNanos() / 2)).isEqualTo(10);
    }

    @Test
    void restIsLongerThanTheStep() {
        long worked = this.pace.step(size -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_000_000) {
                Thread.onSpinWait();
            }
            return System.nanoTime() - start;
        });

        long begin = System.nanoTime();
        this.pace.rest();

        assertThat(System.nanoTime() - begin).isGreaterThan(2 * worked);
    }
}

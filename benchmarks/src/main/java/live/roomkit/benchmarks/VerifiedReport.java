package live.roomkit.benchmarks;

import java.util.List;
import live.roomkit.benchmarks.measure.Measurement;
import live.roomkit.benchmarks.measure.Report;
import live.roomkit.benchmarks.measure.Sizes;

/** Report that forwards results to another report, and remembers whether all results passed their checks. */
final class VerifiedReport implements Report {

    private final Report delegate;

    private boolean verified = true;

    VerifiedReport(Report delegate) {
        this.delegate = delegate;
    }

    boolean isVerified() {
        return this.verified;
    }

    @Override
    public void side(String workload, String side, Sizes sizes, Measurement total) {
        this.verified &= total.verified();
        this.delegate.side(workload, side, sizes, total);
    }

    @Override
    public void ratio(String workload, String first, String second, List<Double> ratios) {
        this.delegate.ratio(workload, first, second, ratios);
    }

    @Override
    public void progress(String text) {
        this.delegate.progress(text);
    }
}

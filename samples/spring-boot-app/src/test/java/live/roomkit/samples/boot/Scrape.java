package live.roomkit.samples.boot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Metrics of the application as Prometheus reads them.
 *
 * @param series all lines except comments
 */
record Scrape(List<Series> series) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Scrape of(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(Series::of)
                .toList());
    }

    Stream<Series> named(String name) {
        return this.series.stream().filter(candidate -> candidate.name().equals(name));
    }

    /** Returns the values of the series with that name and at least those labels. */
    List<Double> values(String name, Map<String, String> labels) {
        return named(name)
                .filter(candidate -> candidate.labels().entrySet().containsAll(labels.entrySet()))
                .map(Series::value)
                .toList();
    }

    Set<String> names() {
        return this.series.stream().map(Series::name).collect(Collectors.toSet());
    }

    Set<String> labels(String name) {
        return named(name)
                .flatMap(candidate -> candidate.labels().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** One line of the metrics. */
    record Series(String name, Map<String, String> labels, double value) {

        static Series of(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("Not a series: " + line);
            }
            Map<String, String> labels = new LinkedHashMap<>();
            if (matcher.group(2) != null) {
                LABEL.matcher(matcher.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            return new Series(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
        }
    }
}

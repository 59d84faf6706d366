package live.roomkit.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Line chart as an SVG image for light and dark pages. The horizontal axis shows its values in ascending order and at
 * equal distances. The vertical axis begins at 0.
 *
 * @param horizontal the label of the horizontal axis
 * @param vertical the label of the vertical axis
 * @param lines the lines by name; each line maps horizontal values to vertical values
 */
public record LinePlot(String title, String horizontal, String vertical, Map<String, Map<Double, Double>> lines) {

    private static final int WIDTH = 720;

    private static final int HEIGHT = 400;

    private static final int LEFT = 80;

    private static final int RIGHT = 110;

    private static final int TOP = 50;

    private static final int BOTTOM = 60;

    private static final int STEPS = 5;

    private static final List<String> COLORS =
            List.of("#2f81f7", "#d2691e", "#2da44e", "#a371f7", "#cf222e", "#808080");

    /** Returns the SVG image. */
    public String svg() {
        List<Double> positions = positions();
        double top = roundedUp(highest());
        StringBuilder svg = new StringBuilder(begin());
        for (int step = 0; step <= STEPS; step++) {
            double value = top * step / STEPS;
            svg.append(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>%n",
                    LEFT, WIDTH - RIGHT, y(value, top)));
            svg.append(text("end", LEFT - 8, y(value, top) + 4, number(value)));
        }
        for (double position : positions) {
            svg.append(text("middle", x(position, positions), HEIGHT - BOTTOM + 20, number(position)));
        }
        int number = 0;
        for (Map.Entry<String, Map<Double, Double>> line : this.lines.entrySet()) {
            String color = COLORS.get(number % COLORS.size());
            int height = TOP + 20 * number;
            svg.append(line(line.getValue(), positions, top, color));
            svg.append(dot(WIDTH - RIGHT + 16, height, color));
            svg.append(text("start", WIDTH - RIGHT + 26, height + 4, line.getKey()));
            number++;
        }
        return svg.append("</svg>\n").toString();
    }

    private String begin() {
        return format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
                <style>
                text { font: 13px sans-serif; fill: #1f2328 }
                .title { font-size: 16px; font-weight: bold }
                .grid { stroke: #8c959f; stroke-opacity: 0.4 }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
                </style>
                <title>%s</title>
                """, WIDTH + roomForNames(), HEIGHT, escaped(this.title))
                + format("<text class=\"title\" x=\"%d\" y=\"26\">%s</text>%n", LEFT, escaped(this.title))
                + text("middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, this.horizontal)
                + format(
                        "<text text-anchor=\"middle\" transform=\"translate(18 %d) rotate(-90)\">%s</text>%n",
                        (TOP + HEIGHT - BOTTOM) / 2, escaped(this.vertical));
    }

    private static String line(Map<Double, Double> values, List<Double> positions, double top, String color) {
        List<String> points = new ArrayList<>();
        StringBuilder dots = new StringBuilder();
        for (double position : positions) {
            Double value = values.get(position);
            if (value != null) {
                points.add(format("%.1f,%.1f", x(position, positions), y(value, top)));
                dots.append(dot(x(position, positions), y(value, top), color));
            }
        }
        return format(
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                        color, String.join(" ", points))
                + dots;
    }

    private static String dot(double x, double y, String color) {
        return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n", x, y, color);
    }

    private int roomForNames() {
        int longest =
                this.lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        return Math.max(0, 36 + 7 * longest - RIGHT);
    }

    private List<Double> positions() {
        TreeSet<Double> positions = new TreeSet<>();
        this.lines.values().forEach(line -> positions.addAll(line.keySet()));
        return List.copyOf(positions);
    }

    private double highest() {
        return this.lines.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
    }

    /** Rounds up to 1, 2, 2.5 or 5 times a power of ten. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static double x(double position, List<Double> positions) {
        double width = WIDTH - LEFT - RIGHT;
        return LEFT + width * (positions.indexOf(position) + 0.5) / positions.size();
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }

    private static String text(String anchor, double x, double y, String text) {
        return format("<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", anchor, x, y, escaped(text));
    }

    private static String number(double value) {
        return (value == Math.rint(value)) ? format("%,.0f", value) : format("%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}

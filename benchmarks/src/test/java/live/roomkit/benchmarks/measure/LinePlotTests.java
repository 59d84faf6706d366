package live.roomkit.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LinePlotTests {

    @Test
    void itIsWellFormedWithALineForEachSide() throws Exception {
        Map<String, Map<Double, Double>> lines =
                Map.of("store & more", Map.of(1.0, 900.0, 64.0, 5_000.0), "floor", Map.of(1.0, 800.0, 64.0, 1_800.0));

        Document picture = parse(new LinePlot("a < b", "callers", "appends/s", lines).svg());

        assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(4 + 2);
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("a < b", "callers", "appends/s", "store & more", "floor", "5,000", "64");
    }

    @Test
    void theHighestValueIsHighestInThePicture() throws Exception {
        Document picture = parse(new LinePlot("title", "x", "y", Map.of("line", Map.of(1.0, 10.0, 2.0, 40.0))).svg());

        String[] points = picture.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue()
                .split("[ ,]");
        assertThat(Double.parseDouble(points[0])).isLessThan(Double.parseDouble(points[2]));
        assertThat(Double.parseDouble(points[1])).isGreaterThan(Double.parseDouble(points[3]));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}

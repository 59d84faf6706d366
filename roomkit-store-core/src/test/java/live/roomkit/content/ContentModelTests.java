package live.roomkit.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentModelTests {

    private static final String URL = "https://media.example.org/1";

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasItsName(EventContent content, String type) {
        assertThat(content.type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example",
                "https://a.example",
                "HTTPS://A.EXAMPLE",
                "data:image/png;base64,AA==",
                "Data:,a"
            })
    void aLinkMayBeHttpHttpsOrData(String url) {
        assertThat(MediaContent.of(url, "image/png").url()).isEqualTo(url);
        assertThat(AudioContent.of(url).url()).isEqualTo(url);
        assertThat(new VideoContent(URL, "video/mp4", null, url).thumbnailUrl()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "ftp://a.example",
                "//a.example",
                "https:/a",
                "data",
                " https://a.example",
                "blob:https://a.example"
            })
    void aLinkIsNothingElse(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaContent.of(url, "image/png"))
                .withMessageStartingWith("url must");
        assertThatIllegalArgumentException().isThrownBy(() -> AudioContent.of(url));
        assertThatIllegalArgumentException().isThrownBy(() -> VideoContent.of(url));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VideoContent(URL, "video/mp4", null, url))
                .withMessageStartingWith("thumbnailUrl must");
    }

    @Test
    void aCompositeIsNestedAtMostFiveDeep() {
        EventContent deepest = nested(5);

        assertThat(deepest).isInstanceOf(CompositeContent.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompositeContent.of(deepest))
                .withMessage("parts must not be nested deeper than 5");
        assertThatIllegalArgumentException().isThrownBy(() -> CompositeContent.of(TextContent.of("beside"), deepest));
    }

    @Test
    void aCompositeHasParts() {
        assertThatIllegalArgumentException().isThrownBy(CompositeContent::of).withMessage("parts must not be empty");
        assertThatIllegalArgumentException().isThrownBy(() -> new CompositeContent(null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompositeContent(Collections.singletonList(null)))
                .withMessage("parts must not contain null");
    }

    @Test
    void aCompositeDoesNotChangeWithTheList() {
        List<EventContent> parts = new ArrayList<>(List.of(TextContent.of("a")));
        CompositeContent content = new CompositeContent(parts);
        parts.clear();

        assertThat(content.parts()).containsExactly(TextContent.of("a"));
    }

    @Test
    void aPlaceLiesOnTheEarth() {
        assertThat(LocationContent.of(-90, 180).longitude()).isEqualTo(180);
        assertThat(LocationContent.of(-0.0, 0)).isEqualTo(LocationContent.of(0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationContent.of(90.1, 0))
                .withMessageStartingWith("latitude");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationContent.of(0, -180.1))
                .withMessageStartingWith("longitude");
        assertThatIllegalArgumentException().isThrownBy(() -> LocationContent.of(Double.NaN, 0));
    }

    @Test
    void whatIsAbsentHasItsDefault() {
        assertThat(new AudioContent(URL, null, null, null)).isEqualTo(AudioContent.of(URL));
        assertThat(AudioContent.of(URL).mimeType()).isEqualTo("audio/ogg");
        assertThat(new VideoContent(URL, null, null, null).mimeType()).isEqualTo("video/mp4");
        assertThat(RichContent.markdown("*a*").format()).isEqualTo(RichTextFormat.MARKDOWN);
        assertThat(RichContent.markdown("*a*").buttons()).isEmpty();
        assertThat(RichContent.markdown("*a*").quickReplies()).isEmpty();
        assertThat(new TemplateContent("t", null, null, null).language()).isEqualTo("en");
        assertThat(new TemplateContent("t", null, null, null).parameters()).isEmpty();
        assertThat(new DeleteContent("e", null, null)).isEqualTo(DeleteContent.of("e"));
        assertThat(DeleteContent.of("e").deleteType()).isEqualTo(DeleteType.SENDER);
        assertThat(ToolCallContent.of("t", "1", Map.of()).status()).isEqualTo(ToolCallStatus.PENDING);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TextContent.of(null));
        assertThatIllegalArgumentException().isThrownBy(() -> SystemContent.of(null));
        assertThatIllegalArgumentException().isThrownBy(() -> RichContent.markdown(null));
        assertThatIllegalArgumentException().isThrownBy(() -> new MediaContent(URL, "", null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new MediaContent(URL, "image/png", null, -1L, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new AudioContent(URL, null, -0.1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new VideoContent(URL, null, Double.NaN, null));
        assertThatIllegalArgumentException().isThrownBy(() -> EditContent.of("", TextContent.of("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> EditContent.of("e", null));
        assertThatIllegalArgumentException().isThrownBy(() -> DeleteContent.of(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> ToolCallContent.of("", "1", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> ToolCallContent.of("t", "", Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ToolCallContent.builder("t", "1").durationMs(-1L).build());
    }

    @Test
    void freeFormValuesAreCopied() {
        Map<String, Object> values = new HashMap<>(Map.of("n", 1L));
        ToolCallContent call = ToolCallContent.builder("t", "1")
                .arguments(values)
                .result(values)
                .structuredContent(List.of(values))
                .build();
        UnknownContent unknown = new UnknownContent(values);
        values.clear();

        assertThat(call.arguments()).isEqualTo(Map.of("n", 1));
        assertThat(call.result()).isEqualTo(Map.of("n", 1));
        assertThat(call.structuredContent()).isEqualTo(List.of(Map.of("n", 1)));
        assertThat(unknown.json()).isEqualTo(Map.of("n", 1));
        assertThatThrownBy(() -> call.arguments().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void unknownContentSaysItsKindIfItHasOne() {
        assertThat(new UnknownContent(Map.of("type", "poll")).type()).isEqualTo("poll");
        assertThat(new UnknownContent(Map.of("type", 7)).type()).isEmpty();
        assertThat(new UnknownContent("text").type()).isEmpty();
        assertThat(new UnknownContent(null).type()).isEmpty();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(TextContent.of("a"), "text"),
                Arguments.of(RichContent.markdown("a"), "rich"),
                Arguments.of(MediaContent.of(URL, "image/png"), "media"),
                Arguments.of(LocationContent.of(1, 2), "location"),
                Arguments.of(AudioContent.of(URL), "audio"),
                Arguments.of(VideoContent.of(URL), "video"),
                Arguments.of(CompositeContent.of(TextContent.of("a")), "composite"),
                Arguments.of(SystemContent.of("a"), "system"),
                Arguments.of(new TemplateContent("t", "en", Map.of(), null), "template"),
                Arguments.of(EditContent.of("e", TextContent.of("a")), "edit"),
                Arguments.of(DeleteContent.of("e"), "delete"),
                Arguments.of(ToolCallContent.of("t", "1", Map.of()), "tool_call"));
    }

    @Test
    void anEditIsNestedAtMostFiveDeep() {
        EventContent edits = nested(5);
        for (int i = 0; i < 5; i++) {
            edits = EditContent.of("e", edits);
        }
        EventContent deepest = edits;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EditContent.of("e", deepest))
                .withMessage("newContent must not be nested deeper than 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompositeContent.of(deepest))
                .withMessage("parts must not be nested deeper than 5");
    }

    @Test
    void editsAndCompositesInTurnAreCountedApart() {
        EventContent content = TextContent.of("a");
        for (int i = 0; i < 5; i++) {
            content = EditContent.of("e", CompositeContent.of(content, TextContent.of("beside"), content));
        }
        EventContent deepest = content;

        assertThatIllegalArgumentException().isThrownBy(() -> CompositeContent.of(deepest));
        assertThatIllegalArgumentException().isThrownBy(() -> EditContent.of("e", deepest));
    }

    private static EventContent nested(int depth) {
        EventContent content = TextContent.of("a");
        for (int i = 0; i < depth; i++) {
            content = CompositeContent.of(content);
        }
        return content;
    }
}

package live.roomkit.ai.spring;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/** Generates messages of all kinds. */
final class Samples {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "OK",
            "Hello",
            "two\nlines",
            "Grüße 👋🏽 مرحبا",
            "{\"json\":true}",
            "\\u0000 as text",
            "x".repeat(5_000));

    private static final List<String> ARGUMENTS = List.of(
            "",
            "{}",
            "{\"city\":\"Graz\",\"days\":3}",
            "not json",
            "[1,2]",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":1e400}",
            "[".repeat(200) + "]".repeat(200),
            "{\"a\":1.10,\"a\":2}",
            "null");

    private static final List<String> IDS = List.of("", "call_1", "call 2", "0f8fad5b");

    private final Random random;

    Samples(long seed) {
        this.random = new Random(seed);
    }

    Message any() {
        return switch (this.random.nextInt(5)) {
            case 0 ->
                UserMessage.builder()
                        .text(text())
                        .media(media())
                        .metadata(metadata())
                        .build();
            case 1 ->
                AssistantMessage.builder()
                        .content(this.random.nextInt(4) == 0 ? null : text())
                        .properties(metadata())
                        .media(media())
                        .build();
            case 2 ->
                AssistantMessage.builder()
                        .content(this.random.nextBoolean() ? null : text())
                        .properties(metadata())
                        .toolCalls(list(3, () -> new ToolCall(id(), "function", id(), one(ARGUMENTS))))
                        .media(this.random.nextInt(4) == 0 ? media() : List.of())
                        .build();
            case 3 ->
                ToolResponseMessage.builder()
                        .responses(list(
                                3, () -> new ToolResponse(id(), id(), this.random.nextInt(9) == 0 ? null : text())))
                        .metadata(metadata())
                        .build();
            default -> SystemMessage.builder().text(text()).metadata(metadata()).build();
        };
    }

    List<Message> several(int most) {
        return list(most, this::any);
    }

    /**
     * Returns a turn: a question, perhaps calls of tools and their results, and an answer.
     *
     * @param mark a text that makes the messages differ from those of other turns; without it texts often repeat
     */
    List<Message> turn(String mark) {
        List<Message> turn = new ArrayList<>();
        turn.add(new UserMessage(one(List.of("Hi", "OK", "And now?")) + mark));
        for (int i = this.random.nextInt(4); i > 0; i--) {
            String id = "call_" + i + mark;
            turn.add(AssistantMessage.builder()
                    .toolCalls(List.of(new ToolCall(id, "function", "clock", "{}")))
                    .build());
            turn.add(ToolResponseMessage.builder()
                    .responses(List.of(new ToolResponse(id, "clock", "noon")))
                    .build());
        }
        turn.add(new AssistantMessage(one(List.of("Hello", "OK", "Noon.")) + mark));
        return turn;
    }

    int below(int bound) {
        return this.random.nextInt(bound);
    }

    private List<Media> media() {
        return list(this.random.nextBoolean() ? 0 : 2, this::oneMedia);
    }

    private Media oneMedia() {
        Media.Builder media =
                Media.builder().mimeType(MimeType.valueOf(one(List.of("image/png", "text/plain;charset=UTF-8"))));
        if (this.random.nextBoolean()) {
            media.id("media " + this.random.nextInt(9));
        }
        if (this.random.nextBoolean()) {
            media.name("picture");
        }
        switch (this.random.nextInt(4)) {
            case 0 -> media.data(new byte[] {0, -1, 7, (byte) this.random.nextInt()});
            case 1 -> media.data("https://example.com/picture.png?a,b");
            case 2 -> media.data("iVBORw0KGgo=");
            default -> {
                try {
                    media.data(URI.create("http://example.com/a").toURL());
                } catch (java.net.MalformedURLException ex) {
                    throw new IllegalStateException(ex);
                }
            }
        }
        return media.build();
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new HashMap<>();
        List<Object> values = new ArrayList<>(List.of(
                "text",
                true,
                5,
                5L,
                1L << 40,
                1.0,
                0.1f,
                Double.NaN,
                (short) 3,
                'c',
                new BigDecimal("1.10"),
                BigInteger.TWO.pow(90),
                Instant.parse("2026-11-28T10:00:00.123456789Z"),
                Duration.ofMillis(17),
                LocalDate.of(2026, 11, 28),
                OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(2)),
                new UUID(1, 2),
                URI.create("urn:x"),
                List.of(1L, "a", Map.of("b", 2.5)),
                Set.of("one"),
                Map.of("@type", "instant", "value", "not one"),
                Map.of("deep", Map.of("deeper", List.of(Instant.EPOCH)))));
        for (int i = this.random.nextInt(4); i > 0; i--) {
            metadata.put(one(List.of("reasoning", "id", "a/b~c", "")), one(values));
        }
        if (this.random.nextInt(5) == 0) {
            metadata.put("nothing", null);
        }
        return metadata;
    }

    private String text() {
        return one(TEXTS);
    }

    private String id() {
        return one(IDS);
    }

    private <T> T one(List<T> values) {
        return values.get(this.random.nextInt(values.size()));
    }

    private <T> List<T> list(int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = this.random.nextInt(most + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}

package live.roomkit.ai;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import live.roomkit.ai.Utterance.Speaker;
import live.roomkit.channel.ChannelType;
import live.roomkit.channel.Visibility;
import live.roomkit.content.AudioContent;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.LocationContent;
import live.roomkit.content.MediaContent;
import live.roomkit.content.RichContent;
import live.roomkit.content.TextContent;
import live.roomkit.event.RoomEvent;
import org.jspecify.annotations.Nullable;

/** Implements the mapping that {@link EventMapping#standard} describes. */
final class StandardMapping implements EventMapping {

    private final String agentChannelId;

    StandardMapping(String agentChannelId) {
        this.agentChannelId = agentChannelId;
    }

    @Override
    public @Nullable Utterance map(RoomEvent event) {
        if (!isVisible(event.visibility())) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        List<MediaContent> media = new ArrayList<>();
        collect(event.content(), texts, media);
        if (texts.isEmpty() && media.isEmpty()) {
            return null;
        }
        boolean machine = event.source().channelType().equals(ChannelType.AI);
        return new Utterance(machine ? Speaker.ASSISTANT : Speaker.USER, String.join("\n", texts), media);
    }

    private boolean isVisible(String visibility) {
        return visibility.equals(Visibility.ALL)
                || visibility.equals(Visibility.INTELLIGENCE)
                || Arrays.asList(visibility.split("\\s*,\\s*")).contains(this.agentChannelId);
    }

    private static void collect(EventContent content, List<String> texts, List<MediaContent> media) {
        if (content instanceof TextContent text) {
            add(texts, text.body());
        } else if (content instanceof RichContent rich) {
            add(texts, (rich.plainText() != null) ? rich.plainText() : rich.body());
        } else if (content instanceof MediaContent file) {
            add(texts, file.caption());
            media.add(file);
        } else if (content instanceof AudioContent audio) {
            add(texts, audio.transcript());
        } else if (content instanceof LocationContent location) {
            add(texts, location.latitude() + ", " + location.longitude());
        } else if (content instanceof CompositeContent composite) {
            composite.parts().forEach(part -> collect(part, texts, media));
        }
    }

    private static void add(List<String> texts, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            texts.add(text);
        }
    }
}

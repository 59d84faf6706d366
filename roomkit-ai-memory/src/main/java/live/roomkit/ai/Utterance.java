package live.roomkit.ai;

import java.util.List;
import live.roomkit.content.MediaContent;
import live.roomkit.internal.Checks;

/**
 * A message of a room as an AI model sees it.
 *
 * @param speaker whose message it is to the model
 * @param text the text, which may be empty
 * @param media the files and images that belong to the text
 */
public record Utterance(Speaker speaker, String text, List<MediaContent> media) {

    /** Copies the list. */
    public Utterance {
        Checks.notNull("speaker", speaker);
        Checks.notNull("text", text);
        media = Checks.list("media", media);
    }

    /** Returns the same message with another text. */
    public Utterance withText(String text) {
        return new Utterance(this.speaker, text, this.media);
    }

    /** Speaker of a message, from the point of view of a model. */
    public enum Speaker {

        /** A person, or another program, that the model answers. */
        USER,

        /** The model itself. */
        ASSISTANT
    }
}

package live.roomkit.ai;

import java.util.List;
import live.roomkit.content.MediaContent;
import live.roomkit.internal.Checks;

/**
 * Contains a message of a room in the form in which an AI model sees it.
 *
 * @param speaker the role of the message for the model: user or assistant
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

    /** Returns a copy of this message with another text. */
    public Utterance withText(String text) {
        return new Utterance(this.speaker, text, this.media);
    }

    /** Role of a message for the model. */
    public enum Speaker {

        /** A person or a program that the model answers. */
        USER,

        /** The model itself. */
        ASSISTANT
    }
}

package live.roomkit.channel;

import live.roomkit.internal.Checks;

/**
 * Type of a channel, such as SMS or e-mail. Besides the constants of this class, applications can define types of their
 * own with {@link #of}.
 *
 * @param value the name under which the type is stored: 1 to 64 printable ASCII characters without blanks
 */
public record ChannelType(String value) implements Comparable<ChannelType> {

    /** SMS text messages. */
    public static final ChannelType SMS = new ChannelType("sms");

    /** MMS multimedia messages. */
    public static final ChannelType MMS = new ChannelType("mms");

    /** RCS (Rich Communication Services) messages. */
    public static final ChannelType RCS = new ChannelType("rcs");

    /** E-mail. */
    public static final ChannelType EMAIL = new ChannelType("email");

    /** WhatsApp Business. */
    public static final ChannelType WHATSAPP = new ChannelType("whatsapp");

    /** A personal WhatsApp account. */
    public static final ChannelType WHATSAPP_PERSONAL = new ChannelType("whatsapp_personal");

    /** Web chat. */
    public static final ChannelType WEBSOCKET = new ChannelType("websocket");

    /** An AI agent. */
    public static final ChannelType AI = new ChannelType("ai");

    /** Telephone calls. */
    public static final ChannelType VOICE = new ChannelType("voice");

    /** A live voice conversation with an AI model. */
    public static final ChannelType REALTIME_VOICE = new ChannelType("realtime_voice");

    /** A live voice and video conversation with an AI model. */
    public static final ChannelType REALTIME_AUDIO_VIDEO = new ChannelType("realtime_audio_video");

    /** Push notifications. */
    public static final ChannelType PUSH = new ChannelType("push");

    /** Facebook Messenger. */
    public static final ChannelType MESSENGER = new ChannelType("messenger");

    /** Telegram. */
    public static final ChannelType TELEGRAM = new ChannelType("telegram");

    /** Microsoft Teams. */
    public static final ChannelType TEAMS = new ChannelType("teams");

    /** Discord. */
    public static final ChannelType DISCORD = new ChannelType("discord");

    /** Buzz, a chat platform on the Nostr protocol. */
    public static final ChannelType BUZZ = new ChannelType("buzz");

    /** HTTP callbacks. */
    public static final ChannelType WEBHOOK = new ChannelType("webhook");

    /** Video calls. */
    public static final ChannelType VIDEO = new ChannelType("video");

    /** Calls with audio and video. */
    public static final ChannelType AUDIO_VIDEO = new ChannelType("audio_video");

    /** Conferences. */
    public static final ChannelType CONFERENCE = new ChannelType("conference");

    /** A command line. */
    public static final ChannelType CLI = new ChannelType("cli");

    /** RoomKit itself. */
    public static final ChannelType SYSTEM = new ChannelType("system");

    /** Requires a name of 1 to 64 printable ASCII characters without blanks. */
    public ChannelType {
        Checks.typeName("channelType", value);
    }

    /**
     * Returns the type that is stored as {@code value}: a constant of this class, or a type that the application
     * defines.
     */
    public static ChannelType of(String value) {
        return new ChannelType(value);
    }

    /** Compares types by their stored names. */
    @Override
    public int compareTo(ChannelType other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }
}

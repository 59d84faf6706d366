package live.roomkit.channel;

import live.roomkit.internal.Checks;

/**
 * Protocol or carrier of a channel. The set is open: deployments add their own types by {@link #of} without waiting for
 * a release.
 *
 * @param value the stored name, 1 to 64 printable ASCII characters without blanks
 */
public record ChannelType(String value) implements Comparable<ChannelType> {

    /** Text messages. */
    public static final ChannelType SMS = new ChannelType("sms");

    /** Multimedia messages. */
    public static final ChannelType MMS = new ChannelType("mms");

    /** Rich communication services. */
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

    /** Live speech with a model. */
    public static final ChannelType REALTIME_VOICE = new ChannelType("realtime_voice");

    /** Live speech and video with a model. */
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

    /** Buzz. */
    public static final ChannelType BUZZ = new ChannelType("buzz");

    /** HTTP callbacks. */
    public static final ChannelType WEBHOOK = new ChannelType("webhook");

    /** Video calls. */
    public static final ChannelType VIDEO = new ChannelType("video");

    /** Calls with sound and video. */
    public static final ChannelType AUDIO_VIDEO = new ChannelType("audio_video");

    /** Conferences. */
    public static final ChannelType CONFERENCE = new ChannelType("conference");

    /** A command line. */
    public static final ChannelType CLI = new ChannelType("cli");

    /** RoomKit itself. */
    public static final ChannelType SYSTEM = new ChannelType("system");

    /** Rejects blank names, names over 64 characters, and characters that are blank or not printable ASCII. */
    public ChannelType {
        Checks.typeName("channelType", value);
    }

    /** Returns the type with the given name, which may be a constant of this class or a deployment's own. */
    public static ChannelType of(String value) {
        return new ChannelType(value);
    }

    /** Compares by the stored names. */
    @Override
    public int compareTo(ChannelType other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }
}

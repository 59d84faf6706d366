package live.roomkit.identity;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;

/**
 * An address at which a person is reached, in the form in which it was given. The store compares addresses in the form that
 * its {@link AddressNormalizer} returns.
 *
 * @param channelType the channel type
 * @param kind the kind; {@link #of} derives it from channel type and value
 * @param value the address as it was given, at most 1 024 characters and 1 280 bytes in UTF-8
 * @param scope the account within which the address is unique, such as a WhatsApp Business account; empty when the channel type
 *     is enough; at most 64 printable ASCII characters without blanks
 */
public record Address(ChannelType channelType, AddressKind kind, String value, String scope) {

    /** Rejects invalid values. */
    public Address {
        Checks.notNull("channelType", channelType);
        Checks.notNull("kind", kind);
        Identity.requireAddress(Checks.text("address", value));
        if (!Checks.notNull("scope", scope).isEmpty()) {
            Checks.typeName("scope", scope);
        }
    }

    /** Returns an address without scope, of the kind that it seems to have. */
    public static Address of(ChannelType channelType, String value) {
        Checks.notNull("channelType", channelType);
        return new Address(channelType, AddressKind.of(channelType, Checks.text("address", value)), value, "");
    }

    /** Returns a copy of the given kind. */
    public Address kind(AddressKind kind) {
        return new Address(this.channelType, kind, this.value, this.scope);
    }

    /** Returns a copy that is unique within the given account. */
    public Address scope(String scope) {
        return new Address(this.channelType, this.kind, this.value, scope);
    }

    /** Tells whether channel type and value say all of this address: it has no scope, and the kind that it seems to have. */
    public boolean isPlain() {
        return this.scope.isEmpty() && this.kind == AddressKind.of(this.channelType, this.value);
    }
}

package live.roomkit.identity;

import live.roomkit.channel.ChannelType;
import live.roomkit.internal.Checks;

/**
 * Contains an address at which a person can be reached, as the application gave it. The store compares addresses in the
 * form that its {@link AddressNormalizer} returns.
 *
 * @param channelType the type of the channels on which the address is used
 * @param kind the kind of the address, which {@link #of} derives from channel type and value
 * @param value the address as the application gave it, at most 1 024 characters and 1 280 bytes in UTF-8
 * @param scope the account within which the address is unique, such as a WhatsApp Business account; empty when the
 *     address is unique among all addresses of the channel type; at most 64 printable ASCII characters without blanks
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

    /** Returns an address without a scope. {@link AddressKind#of} determines its kind. */
    public static Address of(ChannelType channelType, String value) {
        Checks.notNull("channelType", channelType);
        return new Address(channelType, AddressKind.of(channelType, Checks.text("address", value)), value, "");
    }

    /** Returns a copy of this address with the given kind. */
    public Address kind(AddressKind kind) {
        return new Address(this.channelType, kind, this.value, this.scope);
    }

    /** Returns a copy of this address with the given scope, which is the account within which the address is unique. */
    public Address scope(String scope) {
        return new Address(this.channelType, this.kind, this.value, scope);
    }

    /**
     * Tells whether the address has no scope and has the kind that {@link AddressKind#of} returns, so that channel type
     * and value describe the address completely.
     */
    public boolean isPlain() {
        return this.scope.isEmpty() && this.kind == AddressKind.of(this.channelType, this.value);
    }
}

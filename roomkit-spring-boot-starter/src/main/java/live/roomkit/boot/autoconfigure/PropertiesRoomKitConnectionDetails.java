package live.roomkit.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Connection details from {@code roomkit.store.url}. */
final class PropertiesRoomKitConnectionDetails implements RoomKitConnectionDetails {

    private final RoomKitStoreProperties properties;

    PropertiesRoomKitConnectionDetails(RoomKitStoreProperties properties) {
        this.properties = properties;
    }

    @Override
    public String getUrl() {
        String url = this.properties.url();
        if (url == null) {
            throw new IllegalStateException("roomkit.store.url is not set");
        }
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return this.properties.username();
    }

    @Override
    public @Nullable String getPassword() {
        return this.properties.password();
    }
}

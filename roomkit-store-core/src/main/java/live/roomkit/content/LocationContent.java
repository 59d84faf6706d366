package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Geographic place.
 *
 * @param latitude the latitude in degrees, from -90 (south) to 90 (north)
 * @param longitude the longitude in degrees, from -180 (west) to 180 (east)
 * @param label the name of the place, if it has one
 * @param address the address of the place, if known
 */
public record LocationContent(
        double latitude,
        double longitude,
        @Nullable String label,
        @Nullable String address) implements EventContent {

    /** Rejects a latitude or longitude out of range. */
    public LocationContent {
        latitude = Checks.range("latitude", latitude, -90, 90);
        longitude = Checks.range("longitude", longitude, -180, 180);
    }

    /** Returns a place without a name. */
    public static LocationContent of(double latitude, double longitude) {
        return new LocationContent(latitude, longitude, null, null);
    }

    @Override
    public String type() {
        return "location";
    }
}

package live.roomkit.content;

import live.roomkit.internal.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Geographic place.
 *
 * @param latitude the latitude in degrees north, -90 to 90
 * @param longitude the longitude in degrees east, -180 to 180
 * @param label the name of the place, if it has one
 * @param address the address of the place, if known
 */
public record LocationContent(
        double latitude,
        double longitude,
        @Nullable String label,
        @Nullable String address) implements EventContent {

    /** Rejects degrees outside their range. */
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

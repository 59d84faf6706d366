package live.roomkit.boot.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which database, for people to read: hosts and database of a URL, without user, password and parameters.
 *
 * @param server hosts and ports
 * @param database the database's name, empty for the user's own
 */
record DatabaseAddress(String server, String database) {

    private static final Pattern URL = Pattern.compile("[a-z:]+//(?:[^/?]*@)?([^/?@]*)(?:/([^?]*))?(?:\\?.*)?");

    private static final Pattern LOCAL_URL = Pattern.compile("jdbc:[a-z]+:([^/?;:@]+)(?:\\?.*)?");

    static DatabaseAddress of(String url) {
        Matcher matcher = URL.matcher(url);
        if (matcher.matches()) {
            String server = matcher.group(1).isEmpty() ? "localhost" : matcher.group(1);
            return new DatabaseAddress(server, (matcher.group(2) != null) ? matcher.group(2) : "");
        }
        Matcher local = LOCAL_URL.matcher(url);
        return new DatabaseAddress("localhost", local.matches() ? local.group(1) : "");
    }

    @Override
    public String toString() {
        return this.database.isEmpty() ? this.server : this.server + "/" + this.database;
    }
}

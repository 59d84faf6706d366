package live.roomkit.internal.store;

import java.util.LinkedHashMap;
import java.util.Map;
import live.roomkit.identity.Identity;
import live.roomkit.identity.IdentityQuery;
import live.roomkit.internal.SearchText;
import live.roomkit.internal.Unicode;
import org.jspecify.annotations.Nullable;

/**
 * Computes the values by which stores search for identities. Every store uses these values, so a search finds the same
 * identities in every store.
 */
public final class IdentityKeys {

    /** Suffix that is appended to a prefix, so that the result sorts after all names that begin with the prefix. */
    private static final String LAST = "\uDBFF\uDFFF";

    private IdentityKeys() {}

    /**
     * Returns an identity's name in the form by which stores order identities, or the empty text when the identity has
     * no name.
     */
    public static String name(Identity identity) {
        return SearchText.name(identity.displayName());
    }

    /**
     * Returns the name prefix of a query in the form in which stores compare names, or the empty text when the query
     * has no name prefix.
     */
    public static String namePrefix(IdentityQuery query) {
        return (query.namePrefix() != null) ? SearchText.name(query.namePrefix()) : "";
    }

    /** Returns a text that sorts after all names with the given prefix. */
    public static String after(String prefix) {
        return prefix + LAST;
    }

    /**
     * Checks whether a name begins with a prefix, with the same result as a search by prefix in the PostgreSQL store.
     */
    public static boolean hasPrefix(String name, String prefix) {
        return prefix.isEmpty() || (name.startsWith(prefix) && Unicode.compare(name, after(prefix)) < 0);
    }

    /**
     * Returns the organization, e-mail address, telephone number and external ids by which searches find an identity.
     */
    public static Map<String, Object> of(Identity identity) {
        return values(
                identity.organizationId(),
                identity.email(),
                identity.phone(),
                identity.externalId(),
                identity.externalIds());
    }

    /**
     * Returns the e-mail address, telephone number and external ids that a query searches for. If there is at least one
     * of these values, the map also contains the organization of the query; otherwise the map is empty.
     */
    public static Map<String, Object> of(IdentityQuery query) {
        Map<String, Object> values =
                values(null, query.email(), query.phone(), query.externalId(), query.externalIds());
        if (!values.isEmpty() && query.organizationId() != null) {
            values.put("organization_id", query.organizationId());
        }
        return values;
    }

    private static Map<String, Object> values(
            @Nullable String organizationId,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            Map<String, String> externalIds) {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "organization_id", organizationId);
        put(values, "email", (email != null) ? SearchText.folded(email).strip() : null);
        put(values, "phone", (phone != null) ? SearchText.digits(phone) : null);
        put(values, "external_id", externalId);
        if (!externalIds.isEmpty()) {
            values.put("external_ids", externalIds);
        }
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}

package live.roomkit.identity;

import live.roomkit.internal.Checks;

/**
 * Marks a position in a list of identities. The list is ordered by name, then id. To read the next page, set
 * {@code after} of the {@link IdentityQuery} to the cursor of the last identity of the previous page.
 *
 * @param nameKey the name of the last identity of the previous page, in the form by which the list is ordered, see
 *     {@link IdentityQuery}; empty when the identity has no name
 * @param id the id of the last identity of the previous page
 */
public record IdentityCursor(String nameKey, String id) {

    /** Rejects {@code null} and text that PostgreSQL cannot store. */
    public IdentityCursor {
        Checks.text("nameKey", nameKey);
        Checks.text("id", id);
    }
}

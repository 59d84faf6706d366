package live.roomkit.identity;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import live.roomkit.internal.Checks;
import live.roomkit.internal.Defaults;
import live.roomkit.internal.ModelBuilder;
import live.roomkit.internal.SearchText;
import org.jspecify.annotations.Nullable;

/**
 * Selects identities. The store returns identities ordered by name, then id. Names are compared by their first 100
 * characters, in Unicode's form NFKC and without regard to case. Identities without a name come first.
 *
 * <p>When {@code mergedInto} is {@code null}, a store does not return an identity that is merged into another one. When
 * a merged identity matches by e-mail address, telephone number or external id, the store instead returns the identity
 * into which the matching identity was merged. When {@code mergedInto} is set, the store returns the merged identities
 * themselves.
 *
 * @param organizationId the organization of the identities; {@code null} allows any organization
 * @param namePrefix the beginning of the display name, at most 100 characters; {@code null} allows any name
 * @param email the address in {@link Identity#email()}, without regard to case; {@code null} allows any address
 * @param phone the number in {@link Identity#phone()}, without regard to blanks and punctuation; a leading {@code 00}
 *     is the same as {@code +}; {@code null} allows any number
 * @param externalId the id in {@link Identity#externalId()}; {@code null} allows any id
 * @param externalIds the ids in external systems, by the name of the system. An identity must have all of them; an
 *     empty map allows any ids
 * @param mergedInto the id of the identity into which the identities are merged; {@code null} finds identities that are
 *     not merged
 * @param after the cursor of the last identity of the previous page; {@code null} reads the first page
 * @param limit the largest number of identities, 1 to 1 000; 50 by default
 */
@ModelBuilder
public record IdentityQuery(
        @Nullable String organizationId,
        @Nullable String namePrefix,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String externalId,
        Map<String, String> externalIds,
        @Nullable String mergedInto,
        @Nullable IdentityCursor after,

        @RecordBuilder.Initializer(value = "LIMIT", source = Defaults.class)
        int limit) {

    /** Replaces a missing map by an empty one, and rejects invalid values. */
    public IdentityQuery {
        Checks.optionalText("organizationId", organizationId);
        Checks.optionalText("namePrefix", namePrefix);
        Checks.check(
                namePrefix == null || namePrefix.length() <= SearchText.NAME_CHARACTERS,
                "namePrefix must not be longer than " + SearchText.NAME_CHARACTERS + " characters");
        Checks.optionalText("email", email);
        Checks.optionalText("phone", phone);
        Checks.optionalText("externalId", externalId);
        externalIds = Checks.map("externalIds", externalIds);
        externalIds.forEach((system, id) -> {
            Checks.text("externalIds", system);
            Checks.text("externalIds", id);
        });
        Checks.optionalText("mergedInto", mergedInto);
        Checks.limit(limit);
    }

    /** Returns a builder that starts with a query for all identities. */
    public static IdentityQueryBuilder builder() {
        return IdentityQueryBuilder.builder();
    }

    /** Returns a builder that starts with the values of this record. */
    public IdentityQueryBuilder toBuilder() {
        return IdentityQueryBuilder.builder(this);
    }
}

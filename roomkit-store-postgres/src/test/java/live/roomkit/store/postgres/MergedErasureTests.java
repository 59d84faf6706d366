package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.protection.ErasureScope;
import live.roomkit.store.StoreTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that an erasure of merged identities can be repeated, at whichever of them it was interrupted. */
class MergedErasureTests {

    private static final ErasureScope SCOPE = ErasureScope.ALL.keepingKeys();

    private static final List<String> PERSON = List.of("ada", "beth", "cleo");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(builder -> builder.statementTimeout(Duration.ofSeconds(1)));

    @ParameterizedTest
    @CsvSource({"ada, beth", "ada, cleo", "beth, ada", "beth, cleo", "cleo, ada", "cleo, beth"})
    void interruptedErasureOfAMergedPersonCanBeRepeated(String requested, String interrupted) throws SQLException {
        for (String identityId : PERSON) {
            this.store.createIdentity(Identity.of(identityId));
            this.store.linkAddress(identityId, ChannelType.SMS, "+1 555 " + identityId);
        }
        this.store.mergeIdentities("ada", "beth", null);
        this.store.mergeIdentities("ada", "cleo", null);
        try (Connection other = lockAddressOf(interrupted)) {
            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> this.store.protection().eraseIdentity(requested, SCOPE));
            other.rollback();
        }

        this.store.protection().eraseIdentity(requested, SCOPE);

        assertThat(PERSON)
                .noneMatch(identityId -> this.store.getIdentity(identityId).isPresent());
    }

    /** Locks what the deletion of an identity needs last, so that its transaction fails and no other one. */
    private Connection lockAddressOf(String identityId) throws SQLException {
        Connection other = this.database.dataSource().getConnection();
        other.setAutoCommit(false);
        other.createStatement()
                .execute("SELECT FROM roomkit.identity_addresses WHERE identity_id = '" + identityId + "' FOR UPDATE");
        return other;
    }
}

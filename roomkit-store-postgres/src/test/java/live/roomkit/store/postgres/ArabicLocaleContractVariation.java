package live.roomkit.store.postgres;

import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** In a JVM whose locale writes other digits. Runs when it is named: {@code -Dtest='*ContractVariation'}. */
class ArabicLocaleContractVariation extends PostgresContract {

    private static final Locale FORMER = Locale.getDefault();

    @AutoClose
    private static final TwoNodes STORE = new TwoNodes(database -> {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        return database.open();
    });

    ArabicLocaleContractVariation() {
        super(STORE);
    }

    @BeforeAll
    static void speakArabic() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    }

    @AfterAll
    static void speakAsBefore() {
        Locale.setDefault(FORMER);
    }
}

package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SchemaNameTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Chat",
                "chat-2",
                "2chat",
                "pg_chat",
                "pg_catalog",
                "information_schema",
                "chat\".rooms; --",
                "chât",
                "chat.room",
                "a23456789_123456789_123456789_123456789_123456789_123456789_1234"
            })
    void aNameThatIsNoneForASchemaIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresStore.builder().schema(name))
                .withMessageStartingWith("schema ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PostgresSchema(new DriverManagerDataSource(), name))
                .withMessageStartingWith("schema ");
    }

    @Test
    void statementsNameTheConfiguredSchema() {
        String sql = "SELECT FROM roomkit.rooms JOIN roomkit.events ON true";

        assertThat(new SchemaName("roomkit").apply(sql)).isEqualTo(sql);
        assertThat(new SchemaName("order").apply(sql))
                .isEqualTo("SELECT FROM \"order\".rooms JOIN \"order\".events ON true");
    }
}

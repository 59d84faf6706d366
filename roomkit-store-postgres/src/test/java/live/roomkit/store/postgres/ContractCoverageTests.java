package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.roomkit.store.contract.ConversationStoreContract;
import live.roomkit.store.contract.StoreContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tests that every part of the contract runs against the PostgreSQL store, including parts added later. */
class ContractCoverageTests {

    @Test
    void everyContractIsTriedOnPostgres() {
        Set<String> contracts = new ClassFileImporter()
                .importPackages(StoreContract.class.getPackageName()).stream()
                        .filter(type -> type.isAssignableTo(StoreContract.class))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .filter(name -> !name.equals(StoreContract.class.getName()))
                        .collect(Collectors.toSet());
        Set<String> tried = Stream.concat(
                        Arrays.stream(ConversationStoreContract.class.getDeclaredClasses())
                                .filter(type -> type.isAnnotationPresent(Nested.class))
                                .map(type -> type.getSuperclass().getName()),
                        new ClassFileImporter()
                                .importPackages(ContractCoverageTests.class.getPackageName()).stream()
                                        .filter(type -> type.isAssignableTo(StoreContract.class))
                                        .map(type -> type.getRawSuperclass()
                                                .orElseThrow()
                                                .getName()))
                .collect(Collectors.toSet());

        assertThat(contracts).hasSizeGreaterThan(10).isEqualTo(tried);
    }
}

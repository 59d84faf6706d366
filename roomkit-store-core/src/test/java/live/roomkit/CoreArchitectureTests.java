package live.roomkit;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "live.roomkit", importOptions = DoNotIncludeTests.class)
class CoreArchitectureTests {

    @ArchTest
    static final ArchRule knowsNeitherSpringNorDatabases = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.flywaydb..",
                    "com.zaxxer..",
                    "live.roomkit.store.postgres..",
                    "live.roomkit.store.contract..",
                    "live.roomkit.boot..");

    @ArchTest
    static final ArchRule hasNoCyclesBetweenPackages =
            slices().matching("live.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule modelsDoNotKnowTheStore = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "live.roomkit.store..",
                    "live.roomkit.internal..",
                    "live.roomkit.feed..",
                    "live.roomkit.protection..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("live.roomkit.store..");

    @ArchTest
    static final ArchRule theMemoryStoreIsThePackagesOnlyPublicType = classes()
            .that()
            .resideInAPackage("live.roomkit.store.memory..")
            .and()
            .doNotHaveFullyQualifiedName("live.roomkit.store.memory.InMemoryStore")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule internalTypesAreNotPartOfTheApi = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackage("live.roomkit.internal.."))
            .and()
            .areDeclaredInClassesThat(modifier(JavaModifier.PUBLIC))
            .should()
            .haveRawReturnType(resideInAPackage("live.roomkit.internal.."))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAPackage("live.roomkit.internal..")));
}

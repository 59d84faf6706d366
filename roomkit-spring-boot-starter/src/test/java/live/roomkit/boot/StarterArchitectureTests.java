package live.roomkit.boot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;

@AnalyzeClasses(packages = "live.roomkit.boot", importOptions = DoNotIncludeTests.class)
class StarterArchitectureTests {

    @ArchTest
    static final ArchRule autoConfigurationsArePublicAndFinal = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule autoConfigurationsHaveNoPublicMembers = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule theActuatorIsOptional = noClasses()
            .that()
            .resideInAPackage("live.roomkit.boot.autoconfigure")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot.actuate..",
                    "org.springframework.boot.health..",
                    "live.roomkit.boot.actuate..");

    @ArchTest
    static final ArchRule flywayIsTheStoresBusiness =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
            .matching("live.roomkit.boot.(**)")
            .should()
            .beFreeOfCycles();
}

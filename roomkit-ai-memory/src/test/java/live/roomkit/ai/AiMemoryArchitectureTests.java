package live.roomkit.ai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "live.roomkit.ai", importOptions = DoNotIncludeTests.class)
class AiMemoryArchitectureTests {

    @ArchTest
    static final ArchRule knowsNoFrameworkAndNoDatabase = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "dev.langchain4j..",
                    "java.sql..",
                    "live.roomkit.boot..",
                    "live.roomkit.store.postgres..",
                    "live.roomkit.ai.spring..",
                    "live.roomkit.ai.langchain4j..");

    @ArchTest
    static final ArchRule hasNoCyclesBetweenPackages =
            SlicesRuleDefinition.slices().matching("live.roomkit.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule settingsDoNotKnowTheLog = noClasses()
            .that()
            .resideInAPackage("live.roomkit.ai")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("live.roomkit.ai.internal");
}

package live.roomkit.store.postgres;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

@AnalyzeClasses(packages = "live.roomkit.store.postgres", importOptions = DoNotIncludeTests.class)
class PostgresArchitectureTests {

    /** The types that a user names. A new one is a decision, so it is made here too. */
    private static final Set<String> PUBLIC_TYPES = Set.of(
            "PostgresStore",
            "PostgresStoreBuilder",
            "PostgresSchema",
            "StoreStats",
            "PoolStats",
            "StoreDoctor",
            "Examination",
            "Finding",
            "MigrationMode",
            "Distribution",
            "SchemaMigration",
            "UnsupportedServerException",
            "NewerSchemaException",
            "PendingMigrationsException",
            "PythonTablesException");

    @ArchTest
    static final ArchRule knowsNoSpringBoot = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot..", "live.roomkit.boot..", "live.roomkit.store.contract..");

    @ArchTest
    static final ArchRule whatAUserDoesNotNameIsNotPublic = classes()
            .that()
            .arePublic()
            .and()
            .resideOutsideOfPackage("..internal..")
            .should(haveATopLevelTypeIn(PUBLIC_TYPES));

    @ArchTest
    static final ArchRule internalTypesAreNotPartOfTheApi = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackage("..internal.."))
            .and()
            .areDeclaredInClassesThat(modifier(JavaModifier.PUBLIC))
            .should()
            .haveRawReturnType(resideInAPackage("..internal.."))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAPackage("..internal..")));

    @ArchTest
    static final ArchRule tablesAreNotPublic =
            classes().that().haveSimpleNameEndingWith("Table").should().bePackagePrivate();

    @ArchTest
    static final ArchRule tablesDoNotKnowEachOther =
            classes().that().haveSimpleNameEndingWith("Table").should(notDependOnOtherTables());

    @ArchTest
    static final ArchRule tablesKnowNoTransactions = noClasses()
            .that()
            .haveSimpleNameEndingWith("Table")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.transaction..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.Connection")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("live\\.roomkit\\.store\\.postgres\\.(PostgresStore|StoreConnections|BoundTransaction)");

    /** Whoever reads a file can read those that it names first. The builder and what it builds name each other. */
    @ArchTest
    static final ArchRule noFileDependsOnOneThatDependsOnIt = slices().assignedFrom(files())
            .should()
            .beFreeOfCycles()
            .ignoreDependency(PostgresStore.class, PostgresStoreBuilder.class);

    private static SliceAssignment files() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(outermost(type).getSimpleName());
            }

            @Override
            public String getDescription() {
                return "files";
            }
        };
    }

    private static ArchCondition<JavaClass> haveATopLevelTypeIn(Set<String> names) {
        return new ArchCondition<>("belong to " + names) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean listed = names.contains(outermost(type).getSimpleName());
                events.add(new SimpleConditionEvent(type, listed, type.getName() + " is public"));
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }

    private static ArchCondition<JavaClass> notDependOnOtherTables() {
        return new ArchCondition<>("not depend on other tables") {
            @Override
            public void check(JavaClass table, ConditionEvents events) {
                for (Dependency dependency : table.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    boolean other = target.getSimpleName().endsWith("Table")
                            && !target.equals(table)
                            && target.getPackageName().equals(table.getPackageName());
                    if (other) {
                        events.add(SimpleConditionEvent.violated(table, dependency.getDescription()));
                    }
                }
            }
        };
    }
}

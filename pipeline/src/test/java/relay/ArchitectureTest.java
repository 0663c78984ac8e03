package relay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Who may know whom. Read from the class files of all modules up to this one.
 *
 * <pre>
 *   relay.pool  &lt;-  relay.transport..  &lt;-  relay.config, observe, pipeline..  &lt;-  relay.cli
 *                                          relay.config, observe, terminal, tools..    &lt;-
 * </pre>
 */
@AnalyzeClasses(packages = "relay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest
{
    private static final String[] PIPELINE = {
        "relay.pipeline..", "relay.config..", "relay.observe..", "relay.terminal..", "relay.tools..", "relay.cli.."};

    @ArchTest
    static final ArchRule POOL_KNOWS_NO_OTHER_MODULE =
        noClasses().that().resideInAPackage("relay.pool..")
            .should().dependOnClassesThat(resideInAPackage("relay.transport..").or(resideInAnyPackage(PIPELINE)));

    @ArchTest
    static final ArchRule TRANSPORT_KNOWS_THE_POOL_ONLY =
        noClasses().that().resideInAPackage("relay.transport..")
            .should().dependOnClassesThat(resideInAnyPackage(PIPELINE));

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_COMMAND_LINE =
        noClasses().that().resideOutsideOfPackage("relay.cli..").and().doNotHaveFullyQualifiedName("relay.Launcher")
            .should().dependOnClassesThat().resideInAPackage("relay.cli..");

    @ArchTest
    static final ArchRule THE_CAPACITY_MODEL_ONLY_COMPUTES =
        classes().that().resideInAPackage("relay.tools.model.capacity..")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                "relay.tools.model.capacity..", "relay.pool..", "org.HdrHistogram..", "java.lang..", "java.math..",
                "java.util..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
        slices().matching("relay.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule AERON_STAYS_IN_ITS_PACKAGE =
        classes().that(resideInAPackage("relay..")).and().resideOutsideOfPackage("relay.transport.aeron")
            .should().onlyDependOnClassesThat().resideOutsideOfPackage("io.aeron..");

    /** All others ask the endpoint, so that a new kind is not forgotten anywhere. */
    @ArchTest
    static final ArchRule ONLY_OPENERS_TELL_KINDS_OF_ENDPOINTS_APART =
        noClasses().that().resideOutsideOfPackages("relay.transport..", "relay.pipeline.endpoint")
            .should().dependOnClassesThat().haveFullyQualifiedName("relay.transport.endpoint.AeronEndpoint")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("relay.transport.endpoint.OtherEndpoint");

    @ArchTest
    static final ArchRule FOREIGN_MEMORY_AND_CALLS_STAY_BELOW =
        noClasses().that().resideOutsideOfPackages("relay.pool", "relay.transport", "relay.transport.linux")
            .should().dependOnClassesThat().resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule NOTHING_USES_THE_INSIDES_OF_THE_JDK =
        noClasses().should().dependOnClassesThat(
            resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
                .and(not(resideInAPackage("com.sun.management")))); // documented, and exported by jdk.management

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
        noClasses().that().resideOutsideOfPackages("relay.cli..", "relay.terminal..", "relay.tools..")
            .and().doNotHaveFullyQualifiedName("relay.Launcher")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule TOOLS_KNOW_NO_PIPELINE =
        noClasses().that().resideInAnyPackage("relay.tools..", "relay.terminal..")
            .should().dependOnClassesThat().resideInAPackage("relay.pipeline..");

    @ArchTest
    static final ArchRule THE_RELAY_KNOWS_NO_TOOL =
        noClasses().that().resideInAnyPackage("relay.pipeline..", "relay.config..", "relay.observe..")
            .should().dependOnClassesThat().resideInAnyPackage("relay.tools..", "relay.terminal..");

    /**
     * Without this, rules over classes that were never read would all hold.
     *
     * @param relay the classes that were read.
     */
    @ArchTest
    static void shouldHaveReadAllModules(final JavaClasses relay)
    {
        assertTrue(relay.contain("relay.pool.Lane"), "pool was not read");
        assertTrue(relay.contain("relay.transport.aeron.AeronSender"), "transport was not read");
        assertTrue(relay.contain("relay.pipeline.egress.EgressLane"), "pipeline was not read");
        assertTrue(relay.contain("relay.cli.Main"), "the command line was not read");
    }
}

package relay.perf;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between the packages of the benchmarks. Read from the class files of all modules.
 *
 * <pre>
 *   relay.perf.outcome  &lt;-  machine  &lt;-  topology  &lt;-  bench (burst, experiment beside it)  &lt;-  relay.perf
 * </pre>
 */
@AnalyzeClasses(packages = "relay", importOptions = ImportOption.DoNotIncludeTests.class)
class PerfArchitectureTest
{
    private static final String[] VERBS = {"relay.perf.bench..", "relay.perf.burst..", "relay.perf.experiment.."};
    private static final String TOPOLOGY = "relay.perf.topology..";
    private static final String MACHINE = "relay.perf.machine..";

    @ArchTest
    static final ArchRule NO_MODULE_KNOWS_THE_BENCHMARKS =
        noClasses().that().resideOutsideOfPackage("relay.perf..")
            .should().dependOnClassesThat().resideInAPackage("relay.perf..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("relay.perf.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_OUTCOME_KNOWS_NO_MEASUREMENT =
        noClasses().that().resideInAPackage("relay.perf.outcome..")
            .should().dependOnClassesThat(resideInAnyPackage(VERBS).or(resideInAnyPackage(TOPOLOGY, MACHINE)));

    @ArchTest
    static final ArchRule THE_TOPOLOGY_KNOWS_NO_VERB =
        noClasses().that().resideInAnyPackage(TOPOLOGY, MACHINE)
            .should().dependOnClassesThat().resideInAnyPackage(VERBS);

    @ArchTest
    static final ArchRule VERBS_KNOW_NO_OTHER_VERB =
        slices().matching("relay.perf.(bench|burst|experiment)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule THE_BENCHMARKS_MEASURE_RELAYS_FROM_OUTSIDE =
        noClasses().that().resideInAnyPackage("relay.perf.bench..", TOPOLOGY, MACHINE, "relay.perf.outcome..")
            .should().dependOnClassesThat(resideInAPackage("relay.pipeline..").or(resideInAPackage("relay.pool..")));

    @ArchTest
    static final ArchRule NOTHING_USES_THE_INSIDES_OF_THE_JDK =
        noClasses().that().resideInAPackage("relay.perf..").should().dependOnClassesThat(
            resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
                .and(DescribedPredicate.not(resideInAPackage("com.sun.management"))));

    /**
     * Without this, rules over classes that were never read would all hold.
     *
     * @param relay the classes that were read.
     */
    @ArchTest
    static void shouldHaveReadAllPackages(final JavaClasses relay)
    {
        assertTrue(relay.contain("relay.pool.Lane"), "pool was not read");
        assertTrue(relay.contain("relay.perf.topology.Topology"), "the topology was not read");
        assertTrue(relay.contain("relay.perf.bench.RfcBench"), "bench was not read");
        assertTrue(relay.contain("relay.perf.burst.BurstBench"), "burst was not read");
        assertTrue(relay.contain("relay.perf.experiment.ExperimentsBench"), "the experiments were not read");
    }
}

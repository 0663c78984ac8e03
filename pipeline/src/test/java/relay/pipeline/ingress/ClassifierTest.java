package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.config.ClassRule;
import relay.config.FlowConfig;
import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.HostPort;

class ClassifierTest
{
    private static final int PORT = 5_000;

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.0.0, 1", "10.1.0.0/16, 10.1.255.255, 1", "10.1.0.0/16, 10.2.0.0, 0",
        "10.1.0.0/16, 10.0.255.255, 0", "10.1.2.3, 10.1.2.3, 1", "10.1.2.3, 10.1.2.4, 0", "0.0.0.0/0, 203.0.113.9, 1",
        "0.0.0.0/0, fd00::1, 0", "::/0, fd00::1, 1", "fd00::/64, fd00::ffff:ffff:ffff:ffff, 1",
        "fd00::/64, fd00:0:0:1::, 0", "fd00::/63, fd00:0:0:1::7, 1", "fd00::/65, fd00::8000:0:0:0, 0",
        "fd00::/65, fd00::7fff:ffff:ffff:ffff, 1", "fd00::7, fd00::7, 1", "fd00::7, fd00::6, 0"})
    void shouldMatchTheNetworkOfTheSource(final String network, final String source, final int expected)
    {
        final Classifier classifier = classifier(
            new ClassRule("a", AddressPrefix.parse(network), null, ClassRule.DSCP_ANY, null));
        assertEquals(expected, classifier.classIndex(host(source), 0, 100));
    }

    @ParameterizedTest
    @CsvSource({"99, 0", "100, 1", "150, 1", "200, 1", "201, 0"})
    void shouldMatchLengthsUpToTheEdges(final int length, final int expected)
    {
        assertEquals(expected, classifier(length(100, 200)).classIndex(host("10.0.0.1"), 0, length));
    }

    @Test
    void shouldMatchAnEmptyDatagram()
    {
        assertEquals(1, classifier(length(0, 0)).classIndex(host("10.0.0.1"), 0, 0));
        assertEquals(0, classifier(length(1, 9)).classIndex(host("10.0.0.1"), 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"4999, 0", "5000, 1", "5003, 1", "5004, 0"})
    void shouldMatchThePortThatTheSocketIsBoundTo(final int port, final int expected)
    {
        final ClassRule rule = new ClassRule("a", null, new ClassRule.Range(5_000, 5_003), ClassRule.DSCP_ANY, null);
        assertEquals(expected, new Classifier(flow(rule), port).classIndex(host("10.0.0.1"), 0, 9));
    }

    @Test
    void shouldMatchTheDscp()
    {
        final Classifier classifier = classifier(new ClassRule("a", null, null, 0, null));
        assertEquals(1, classifier.classIndex(host("10.0.0.1"), 0, 9), "0 is a condition too");
        assertEquals(0, classifier.classIndex(host("10.0.0.1"), 46, 9));
    }

    @Test
    void shouldAskForAllConditionsOfARule()
    {
        final Classifier classifier = classifier(new ClassRule("a", AddressPrefix.parse("10.1.0.0/16"),
            new ClassRule.Range(PORT, PORT), 46, new ClassRule.Range(1, 200)));
        assertEquals(1, classifier.classIndex(host("10.1.0.1"), 46, 200));
        assertEquals(0, classifier.classIndex(host("10.2.0.1"), 46, 200));
        assertEquals(0, classifier.classIndex(host("10.1.0.1"), 45, 200));
        assertEquals(0, classifier.classIndex(host("10.1.0.1"), 46, 201));
    }

    @Test
    void shouldTakeTheFirstRuleThatMatches()
    {
        final ClassRule other = new ClassRule("b", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(0, 500));
        final ClassRule own = new ClassRule("own", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(50, 60));
        assertEquals(List.of("own", "a", "b"), flow(length(0, 10), other).trafficClasses());
        final Classifier classifier = classifier(own, length(0, 100), other, length(400, 600));
        assertEquals(0, classifier.classIndex(host("10.0.0.1"), 0, 55), "a rule may say its own class");
        assertEquals(1, classifier.classIndex(host("10.0.0.1"), 0, 100));
        assertEquals(2, classifier.classIndex(host("10.0.0.1"), 0, 450));
        assertEquals(1, classifier.classIndex(host("10.0.0.1"), 0, 550), "two rules, one class");
        assertEquals(0, classifier.classIndex(host("10.0.0.1"), 0, 700));
    }

    private static Classifier classifier(final ClassRule... rules)
    {
        return new Classifier(flow(rules), PORT);
    }

    private static FlowConfig flow(final ClassRule... rules)
    {
        return FlowConfig.of("mixed", null, "own", List.of("lan")).overridden(rules);
    }

    private static ClassRule length(final int first, final int last)
    {
        return new ClassRule("a", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(first, last));
    }

    private static HostPort host(final String address)
    {
        final HostPort host = new HostPort();
        host.set(FakeReceiver.address(address, 4_000));
        return host;
    }
}

/**
 * Relays on real networks: hosts are network namespaces, links are veth pairs, relays and traffic are processes started
 * from the jar that users get. Needs root and {@code ip} (iproute2); elsewhere the tests are skipped and say why.
 *
 * <p>Tests are tagged {@code netns}, so that {@code mvn verify -DexcludedGroups=netns} leaves them out.
 */
package relay.topology;

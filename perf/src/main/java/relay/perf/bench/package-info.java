/**
 * The measurements between namespaces by verb: {@code relay bench relay}, {@code scale}, {@code fan-out} and {@code
 * rfc}. Each says what it varies and what it reports; {@link relay.perf.topology} does the rest.
 */
package relay.perf.bench;

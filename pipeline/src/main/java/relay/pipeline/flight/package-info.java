/**
 * What a relay remembers of the datagrams that it relayed, and writes down when something went wrong.
 *
 * <pre>
 *   ingress thread                                            flight thread
 *   published packets -> FlightRing (one is filled)  -- trigger --> FlightWriter -> pcapng
 *                        FlightRing (one is ready)  &lt;-- given back --+
 * </pre>
 *
 * Each lane has two rings. The ingress thread copies into one; at a trigger it hands that over at the end of a duty
 * cycle and goes on in the other, if it is there. Triggers that come before it is back are counted. No thread waits for
 * another.
 */
package relay.pipeline.flight;
